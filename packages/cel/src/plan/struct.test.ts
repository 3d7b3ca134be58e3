import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { CelType } from '../cel-type.ts';
import { type CelProgram, compileCel } from '../compile-cel.ts';

const point: CelType = { kind: 'opaque', name: 'geo.Point' };
const fields: Readonly<Record<string, CelType>> = { x: { kind: 'int' }, label: { kind: 'string' } };

function compile(source: string): CelProgram {
  const structs = (name: string, field?: string) => {
    if (name !== 'geo.Point') return undefined;
    return field === undefined ? point : fields[field];
  };
  return compileCel(source, { variables: {}, structs });
}

suite('message literals', () => {
  test('make values of their type, without fields whose optional value is absent', () => {
    const program = compile('geo.Point{x: 1 + 1, ?label: optional.none()}');
    assert.deepEqual(program.resultType, point);
    assert.deepEqual(program.evaluate({}), { x: 2 });
    assert.equal(compile('geo.Point{x: 1} == geo.Point{x: 1} && geo.Point{x: 1} != geo.Point{}').evaluate({}), true);
  });

  test('must be of a known type, with its fields and their types', () => {
    assert.throws(() => compile('geo.Line{x: 1}'), { message: /undeclared reference to 'geo\.Line'/ });
    assert.throws(() => compile('geo.Point{y: 1}'), { message: /<input>:1:12: undefined field 'y'/ });
    assert.throws(() => compile("geo.Point{x: 'a'}"), {
      message: /expected type of field 'x' is 'int' but provided type is 'string'/,
    });
  });

  test('fail as what makes their fields fails', () => {
    assert.throws(() => compile('geo.Point{x: 1 / 0}').evaluate({}), { message: /division by zero/ });
  });
});
