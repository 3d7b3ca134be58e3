import { isQualifiedName, isValidLabelValue } from '../names/label-names.ts';
import { quoteGo } from '../text/quote-go.ts';
import { type LabelOperator, type LabelRequirement, parseInt64 } from './label-selector.ts';
import { SelectorError } from './selector-error.ts';

const operators: readonly LabelOperator[] = ['in', 'notin', '=', '==', '!=', 'gt', 'lt', 'exists', '!'];

/** Checks and makes one requirement. Throws {@link SelectorError} with all that is wrong. */
export function labelRequirement(key: string, operator: string, values: readonly string[]): LabelRequirement {
  const known = operators.find((one) => one === operator);
  const errors = [
    ...keyErrors(key, 'key'),
    ...(known === undefined ? [unknownOperator(operator)] : valuesErrors(known, values)),
    ...values.flatMap((value, index) => valueErrors(key, value, index)),
  ];
  if (known === undefined || errors.length > 0) throw new SelectorError(aggregate(errors));
  return { key, operator: known, values };
}

/** Complaints about the key of a label, as errors of a field; `path` may be `<nil>` as Go prints no path. */
export function keyErrors(key: string, path: string): string[] {
  const errors = isQualifiedName(key);
  return errors.length === 0 ? [] : [invalid(path, quoteGo(key), errors.join('; '))];
}

function valueErrors(key: string, value: string, index: number): string[] {
  const errors = isValidLabelValue(value);
  return errors.length === 0 ? [] : [invalid(`values[${index}][${key}]`, quoteGo(value), errors.join('; '))];
}

function valuesErrors(operator: LabelOperator, values: readonly string[]): string[] {
  const shown = `[${values.map((value) => JSON.stringify(value)).join(',')}]`;
  const wrong = wrongCount(operator, values.length);
  const errors = wrong === undefined ? [] : [invalid('values', shown, wrong)];
  if (operator !== 'gt' && operator !== 'lt') return errors;
  for (const [index, value] of values.entries()) {
    if (parseInt64(value) !== undefined) continue;
    errors.push(invalid(`values[${index}]`, quoteGo(value), "for 'Gt', 'Lt' operators, the value must be an integer"));
  }
  return errors;
}

function wrongCount(operator: LabelOperator, count: number): string | undefined {
  switch (operator) {
    case 'in':
    case 'notin':
      return count > 0 ? undefined : "for 'in', 'notin' operators, values set can't be empty";
    case 'exists':
    case '!':
      return count === 0 ? undefined : 'values set must be empty for exists and does not exist';
    case 'gt':
    case 'lt':
      return count === 1 ? undefined : "for 'Gt', 'Lt' operators, exactly one value is required";
    default:
      return count === 1 ? undefined : 'exact-match compatibility requires one single value';
  }
}

function unknownOperator(operator: string): string {
  const supported = operators.map((one) => `"${one}"`).join(', ');
  return `operator: Unsupported value: ${quoteGo(operator)}: supported values: ${supported}`;
}

function invalid(path: string, shown: string, detail: string): string {
  return `${path}: Invalid value: ${shown}: ${detail}`;
}

function aggregate(errors: readonly string[]): string {
  const unique = [...new Set(errors)];
  return unique.length === 1 ? unique.join() : `[${unique.join(', ')}]`;
}
