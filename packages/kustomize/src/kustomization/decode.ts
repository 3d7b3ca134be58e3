import { OddScalar } from '../values/odd-scalar.ts';
import { type Fields, isFields, isMissingOrNull, textOf, type Value } from '../values/value.ts';
import type { Shape } from './shape.ts';

export interface DecodeOptions {
  /** Refuse fields that the shape does not name. */
  readonly strict?: boolean | undefined;
  /** Take numbers and booleans for strings where strings are wanted, as sigs.k8s.io/yaml does for typed targets. */
  readonly lenient?: boolean | undefined;
  /** Name of the struct in messages. */
  readonly name: string;
}

/** A value that does not have the shape it must have. `path` is the field, such as `patches.target`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.path = path;
  }
}

/** Checks a value against a shape as Go's JSON decoder does: names match in any case, null is nothing. Throws {@link DecodeError}. */
export function decode(value: Value, shape: Shape, options: DecodeOptions, path: string = ''): unknown {
  if (isMissingOrNull(value)) return undefined;
  if (shape === 'any') return value;
  if (typeof shape === 'string') return decodeScalar(value, shape, options, path);
  if ('list' in shape) {
    if (!Array.isArray(value)) throw mismatch(value, `[]${goType(shape.list, path)}`, options, path);
    return value.map((item) => decode(item, shape.list, options, path) ?? zeroOf(shape.list));
  }
  if (!isFields(value)) throw mismatch(value, goType(shape, path), options, path);
  return 'map' in shape ? decodeMap(value, shape.map, options, path) : decodeFields(value, shape.fields, options, path);
}

function decodeMap(fields: Fields, shape: Shape, options: DecodeOptions, path: string): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(fields)) {
    result[key] = decode(fields[key] as Value, shape, options, path) ?? zeroOf(shape);
  }
  return result;
}

function decodeFields(
  fields: Fields,
  shapes: Readonly<Record<string, Shape>>,
  options: DecodeOptions,
  path: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const name = Object.hasOwn(shapes, key) ? key : findName(shapes, key);
    if (name === undefined) {
      if (options.strict === true) throw new DecodeError(`json: unknown field ${JSON.stringify(key)}`, join(path, key));
      continue;
    }
    const decoded = decode(fields[key] as Value, shapes[name] as Shape, options, join(path, name));
    if (decoded !== undefined) result[name] = decoded;
  }
  return result;
}

function findName(shapes: Readonly<Record<string, Shape>>, key: string): string | undefined {
  const folded = key.toLowerCase();
  return Object.keys(shapes).find((name) => name.toLowerCase() === folded);
}

function decodeScalar(value: Value, shape: 'string' | 'bool' | 'int', options: DecodeOptions, path: string): unknown {
  const plain = value instanceof OddScalar ? value.value : value;
  if (shape === 'string') {
    if (typeof plain === 'string') return plain;
    if (options.lenient === true && typeof plain !== 'object') return textOf(value);
  } else if (shape === 'bool') {
    if (typeof plain === 'boolean') return plain;
  } else if (typeof plain === 'bigint' || (typeof plain === 'number' && Number.isInteger(plain))) {
    return Number(plain);
  }
  throw mismatch(value, shape, options, path);
}

function zeroOf(shape: Shape): unknown {
  if (shape === 'string') return '';
  if (shape === 'bool') return false;
  if (shape === 'int') return 0;
  if (shape === 'any') return null;
  return 'list' in shape ? [] : {};
}

function mismatch(value: Value, wanted: string, options: DecodeOptions, path: string): DecodeError {
  const field = path === '' ? '' : ` into Go struct field ${options.name}.${path} of type ${wanted}`;
  const into = path === '' ? ` into Go value of type types.${options.name}` : field;
  return new DecodeError(`json: cannot unmarshal ${jsonType(value)}${into}`, path);
}

function jsonType(value: Value): string {
  const plain = value instanceof OddScalar ? value.value : value;
  if (Array.isArray(plain)) return 'array';
  if (isFields(plain)) return 'object';
  if (typeof plain === 'boolean') return 'bool';
  return typeof plain === 'string' ? 'string' : 'number';
}

function goType(shape: Shape, path: string): string {
  if (typeof shape === 'string') return shape === 'any' ? 'interface {}' : shape;
  if ('list' in shape) return `[]${goType(shape.list, path)}`;
  if ('map' in shape) return `map[string]${goType(shape.map, path)}`;
  const name = path.split('.').at(-1) ?? '';
  return `types.${name.charAt(0).toUpperCase()}${name.slice(1).replace(/(es|s)$/, '')}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
