import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { formatTable } from './table.ts';

suite('tables', () => {
  test('have an upper-case header that ends with a space, and rows that end with a tab', () => {
    assert.equal(formatTable(['Name', 'Ready'], [['web', 'True']]), 'NAME\tREADY \nweb \tTrue \t\n');
  });

  test('count characters, not bytes', () => {
    assert.equal(
      formatTable(
        [],
        [
          ['✔', 'b'],
          ['aa', 'b'],
        ],
      ),
      '✔ \tb\t\naa\tb\t\n',
    );
  });

  test('make rows as high as their highest cell', () => {
    assert.equal(
      formatTable(
        [],
        [
          ['a', 'one\ntwo'],
          ['b', 'three'],
        ],
      ),
      'a\tone  \t\n \ttwo  \t\nb\tthree\t\n',
    );
  });

  test('are empty without header and rows', () => {
    assert.equal(formatTable([], []), '');
  });

  test('give every line as many cells, of the same width', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'é', '✔', ' ', '\n') });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1 }), (rows) => {
        const lines = formatTable(['A', 'B', 'C'], rows).split('\n').slice(1, -1);
        const shapes = lines.map((line) =>
          line
            .split('\t')
            .map((text) => [...text].length)
            .join(),
        );
        assert.equal(new Set(shapes).size, 1);
      }),
    );
  });
});
