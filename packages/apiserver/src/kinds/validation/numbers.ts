// Checks of numbers and amounts, in the words of Kubernetes.
import { compareQuantities, isValidPercent, parseQuantity, quantityValue } from '@flux19/objects';
import type { Check } from './field.ts';
import { portName } from './names.ts';

const largestInteger = 2 ** 31 - 1;

/** Must be between two numbers, both of them included. */
export function between(least: number, most: number): Check {
  return (field) => {
    const { number } = field;
    if (number < least || number > most) {
      field.invalid(`must be between ${least} and ${most}, inclusive`, number);
    }
  };
}

export const notNegative: Check = (field) => {
  if (field.number < 0) field.invalid('must be greater than or equal to 0', field.number);
};

export const positive: Check = (field) => {
  if (field.number <= 0) field.invalid('must be greater than zero', field.number);
};

export const port: Check = between(1, 65_535);
/** Ids of users and groups. */
export const systemId: Check = between(0, largestInteger);

export const fileMode: Check = (field) => {
  if (field.number < 0 || field.number > 0o777) {
    field.invalid('must be a number between 0 and 0777 (octal), both inclusive', field.number);
  }
};

/** A port's number or its name. */
export const portNumberOrName: Check = (field) => {
  if (typeof field.value === 'string') portName(field);
  else port(field);
};

const percent = /^[0-9]+%$/;

export function isPercent(value: unknown): value is string {
  return typeof value === 'string' && percent.test(value);
}

/** A count, which is not negative, or a share such as `25%`. */
export const countOrPercent: Check = (field) => {
  if (typeof field.value !== 'string') notNegative(field);
  else for (const detail of isValidPercent(field.value)) field.invalid(detail);
};

/** A share may not be more than all. */
export const notAboveAll: Check = (field) => {
  if (isPercent(field.value) && Number.parseInt(field.value, 10) > 100) {
    field.invalid('must not be greater than 100%', field.value);
  }
};

/** Less than zero, zero, or greater than zero, as the first amount is less than, equal to or greater than the second. */
export function compareAmounts(first: string, second: string): number {
  return compareQuantities(parseQuantity(first), parseQuantity(second));
}

export const amountNotNegative: Check = (field) => {
  if (compareAmounts(field.text || '0', '0') < 0) field.invalid('must be greater than or equal to 0', field.text);
};

export const amountPositive: Check = (field) => {
  if (compareAmounts(field.text || '0', '0') <= 0) field.invalid('must be greater than zero', field.text || '0');
};

/** Whether an amount has no fraction. */
export function isWhole(amount: string): boolean {
  const quantity = parseQuantity(amount);
  return compareQuantities(parseQuantity(String(quantityValue(quantity))), quantity) === 0;
}

/** The largest whole number that a field of 32 bits holds. */
export const largest32: number = largestInteger;
