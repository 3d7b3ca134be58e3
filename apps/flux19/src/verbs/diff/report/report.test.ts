import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import type { JsonValue } from '@flux19/objects';
import fc from 'fast-check';
import { plainPaint, terminalPaint } from '../../../program/paint.ts';
import { compareValues } from './compare-values.ts';
import { formatReport } from './format-report.ts';

function report(from: JsonValue, to: JsonValue, width = 80): string {
  return formatReport(compareValues(from, to), { paint: plainPaint, width });
}

const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>;

suite('the report of differences', () => {
  test('tells a value from another, and types from types', () => {
    assert.equal(report({ a: 1 }, { a: 2 }), '\na\n± value change\n- 1\n+ 2\n\n');
    assert.equal(report({ a: 1 }, { a: '1' }), '\na\n± type change from int to string\n- 1\n+ "1"\n\n');
    assert.equal(report({ a: { b: 1 } }, { a: null }), '\na\n± type change from map to <nil>\n- b: 1\n+ <nil>\n\n');
  });

  test('finds entries of lists by their names', () => {
    const ports = [
      { name: 'http', port: 80 },
      { name: 'grpc', port: 99 },
    ];
    assert.equal(
      report({ ports }, { ports: [{ name: 'http', port: 81 }, ports[1] ?? null] }),
      '\nports.http.port\n± value change\n- 80\n+ 81\n\n',
    );
    assert.equal(
      report({ ports }, { ports: ports.slice(0, 1) }),
      '\nports\n- one list entry removed:\n- name: grpc\n  port: 99\n\n',
    );
  });

  test('knows an order from a content', () => {
    assert.equal(report({ a: ['x', 'y'] }, { a: ['y', 'x'] }), '\na\n⇆ order changed\n- x, y\n+ y, x\n\n');
    assert.equal(
      report({ a: ['x', 'y'] }, { a: ['x', 'y', 'x', 'z'] }),
      '\na\n+ two list entries added:\n  - x\n  - z\n\n',
    );
  });

  test('shows only the lines that differ', () => {
    assert.equal(
      report({ a: 'one\ntwo\nthree\n' }, { a: 'one\n2\nthree\n' }),
      '\na\n± value change in multiline text (one insert, one deletion)\n- two\n+ 2\n\n\n',
    );
    assert.match(report({ a: 'x y' }, { a: 'x  y' }), /whitespace only change\n- x·y +\+ x··y\n/);
  });

  test('puts what was removed beside what was added, where there is room', () => {
    const wide = report({ old: 'v' }, { new: 'v' });
    assert.equal(
      wide,
      '\n(root level)\n- one map entry removed:   + one map entry added:\nold: v                       new: v\n\n',
    );
    const narrow = report({ old: 'v' }, { new: 'v' }, 40);
    assert.match(narrow, /- one map entry removed:\nold: v\n\n\+ one map entry added:\n {2}new: v/);
  });

  test('says the same in colours', () => {
    const differences = compareValues({ a: 1, b: ['x'], c: 'x\ny' }, { b: ['x', 'y'], c: 'x\nz', d: { e: 1 } });
    const painted = formatReport(differences, { paint: terminalPaint, width: 80 });
    assert.notEqual(painted, stripVTControlCharacters(painted));
    assert.equal(stripVTControlCharacters(painted), formatReport(differences, { paint: plainPaint, width: 80 }));
  });

  test('finds nothing between equal values, and something between others', () => {
    fc.assert(fc.property(value, (one) => compareValues(one, one).length === 0));
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [a, b] = [JSON.stringify({ one }), JSON.stringify({ one: other })];
        return a === b || canonical(one) === canonical(other) || compareValues({ one }, { one: other }).length > 0;
      }),
    );
  });
});

/** What the order of keys cannot tell apart. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
