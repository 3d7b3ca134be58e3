import { GoInteger } from '../values/go-integer.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoParameter, GoValue } from '../values/go-value.ts';
import { isFunction, isList, isObject, typeOf } from '../values/kinds.ts';
import { type Execution, fail } from './execution.ts';

const checks: Readonly<Record<Exclude<GoParameter, 'value' | 'any'>, (value: GoValue) => boolean>> = {
  string: (value) => typeof value === 'string',
  int: (value) => typeof value === 'bigint',
  int64: (value) => value instanceof GoInteger && value.kind === 'int64',
  float64: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  'map[string]interface {}': (value) => isObject(value) && !isFunction(value),
  '[]interface {}': isList,
  'time.Time': (value) => value instanceof GoTime,
};

const nilable: ReadonlySet<GoParameter> = new Set<GoParameter>([
  'value',
  'any',
  'map[string]interface {}',
  '[]interface {}',
]);

/** The value as a parameter takes it. Throws `TemplateError` when it is of another type. */
export function checkType(run: Execution, value: GoValue, type: GoParameter): GoValue {
  if (type === 'value' || type === 'any') return type === 'any' ? (value ?? null) : value;
  if (value === undefined) {
    if (nilable.has(type)) return null;
    throw fail(run, `invalid value; expected ${type}`);
  }
  if (checks[type](value)) return value instanceof GoInteger && type === 'int64' ? value.value : value;
  const got = value === null ? 'interface {}' : typeOf(value);
  throw fail(run, `wrong type for value; expected ${type}; got ${got}`);
}

/** Whether a parameter takes the word `nil`. */
export function takesNil(type: GoParameter): boolean {
  return nilable.has(type);
}
