import assert from 'node:assert/strict';
import { type ConformanceTable, defineTable, type Row } from '@flux19/conformance';
import { compareQuantities, formatQuantity, parseQuantity, quantityValue } from '@flux19/objects';

function checkQuantity(row: Row): void {
  const input = String(row['input']);
  const message = row['error'];
  if (message !== undefined) {
    assert.throws(() => parseQuantity(input), { name: 'QuantityError', message });
    return;
  }
  const quantity = parseQuantity(input);
  assert.equal(formatQuantity(quantity), row['string']);
  assert.equal(formatQuantity(quantity), row['json']);
  assert.equal(quantity.format, row['format']);
  assert.equal(compareQuantities(quantity, parseQuantity('0')), row['sign']);
  assert.equal(compareQuantities(quantity, fromDecimal(String(row['dec']))), 0, `not equal to ${row['dec']}`);
  checkValue(quantityValue(quantity), row['value']);
  checkValue(quantityValue(quantity, -3), row['milliValue']);
}

// Go returns 64 bits and documents that a larger value overflows: what it gives then depends on how it holds the amount.
function checkValue(actual: bigint, expected: unknown): void {
  if (BigInt.asIntN(64, actual) === actual) assert.equal(String(actual), expected);
}

// Not parseQuantity: it would round what is below a billionth.
function fromDecimal(text: string): ReturnType<typeof parseQuantity> {
  const [whole = '', fraction = ''] = text.split('.');
  return { unscaled: BigInt(`${whole}${fraction}`), exponent: -fraction.length, format: 'DecimalSI' };
}

// Kubernetes documents that Value rounds away from zero. In its long form, which has nine decimals, it does not for
// negative amounts (-1.5 becomes 0) and cuts large ones to 64 bits before it divides.
function knownGap(row: Row): string | undefined {
  return /^-.*\.[0-9]{9}$/.test(String(row['dec'])) ? 'Value of negative amounts in long form' : undefined;
}

export const tables: readonly ConformanceTable[] = [
  defineTable({ name: 'apimachinery/quantity', check: checkQuantity, knownGap }),
  defineTable({ name: 'crd/quantity', check: checkQuantity, knownGap }),
];
