import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  QuantityError,
  type QuantityFormat,
  quantityToNumber,
  quantityValue,
  subtractQuantities,
} from '@flux19/objects';
import fc from 'fast-check';

const quantities = fc.record({
  unscaled: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }),
  exponent: fc.integer({ min: -9, max: 3 }),
  format: fc.constantFrom<QuantityFormat>('DecimalSI', 'BinarySI', 'DecimalExponent'),
});

const sum = (...texts: string[]) => formatQuantity(texts.map(parseQuantity).reduce(addQuantities));

suite('quantities', () => {
  test('are written in their canonical form', () => {
    const forms = ['1000m', '1.5Gi', '1024Ki', '0.1', '100000', '1e3', '0.5Ki', '0.002G'];
    const canonical = ['1', '1536Mi', '1Mi', '100m', '100k', '1e3', '512', '2M'];
    assert.deepEqual(
      forms.map((form) => formatQuantity(parseQuantity(form))),
      canonical,
    );
  });

  test('keep their amount through their text', () => {
    const property = fc.property(quantities, (quantity: Quantity) => {
      assert.equal(compareQuantities(parseQuantity(formatQuantity(quantity)), quantity), 0);
    });
    fc.assert(property);
  });

  test('add up in the format of the first that is not zero', () => {
    assert.equal(sum('1Gi', '512Mi'), '1536Mi');
    assert.equal(sum('500m', '1'), '1500m');
    assert.equal(sum('0', '1Gi'), '1Gi');
    assert.equal(formatQuantity(subtractQuantities(parseQuantity('2'), parseQuantity('500m'))), '1500m');
  });

  test('add and subtract without any loss', () => {
    const property = fc.property(quantities, quantities, (left: Quantity, right: Quantity) => {
      const back = subtractQuantities(addQuantities(left, right), right);
      assert.equal(compareQuantities(back, left), 0);
    });
    fc.assert(property);
  });

  test('are ordered like the numbers they stand for', () => {
    const property = fc.property(quantities, quantities, (left: Quantity, right: Quantity) => {
      assert.equal(
        compareQuantities(left, right),
        Math.sign(Number(quantityValue(left, -9) - quantityValue(right, -9))),
      );
    });
    fc.assert(property);
  });

  test('are rounded away from zero', () => {
    assert.equal(quantityValue(parseQuantity('1100m')), 2n);
    assert.equal(quantityValue(parseQuantity('-1.5Ki')), -1536n);
    assert.equal(quantityValue(parseQuantity('-1100m')), -2n);
    assert.equal(quantityValue(parseQuantity('1.5'), -3), 1500n);
    assert.equal(formatQuantity(parseQuantity('0.1n')), '1n');
  });

  test('become numbers when exactness does not matter', () => {
    assert.equal(quantityToNumber(parseQuantity('1500m')), 1.5);
    assert.equal(quantityToNumber(parseQuantity('1e400')), Number.POSITIVE_INFINITY);
  });

  test('with huge exponents are compared without writing out their digits', () => {
    const huge = parseQuantity('1e2147483647');
    assert.equal(compareQuantities(huge, parseQuantity('1Ei')), 1);
    assert.equal(compareQuantities(parseQuantity('-1e2147483647'), huge), -1);
    assert.equal(formatQuantity(huge), '10e2147483646');
    assert.throws(() => quantityValue(huge), QuantityError);
    assert.throws(() => addQuantities(huge, parseQuantity('1')), QuantityError);
    assert.equal(formatQuantity(parseQuantity('1e-2147483648')), '1e-9');
  });

  test('are refused in linear time', () => {
    assert.throws(() => parseQuantity(`${'0'.repeat(100_000)}x`), QuantityError);
    assert.throws(() => parseQuantity(`1${'E'.repeat(100_000)}x`), QuantityError);
  });
});
