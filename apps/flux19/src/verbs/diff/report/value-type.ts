import type { JsonValue } from '@flux19/objects';

export type ValueType = 'map' | 'list' | 'string' | 'int' | 'float' | 'bool' | '<nil>';

/** The type of a value as YAML knows it. */
export function typeOf(value: JsonValue): ValueType {
  if (value === null) return '<nil>';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float';
  const types = { object: 'map', string: 'string', boolean: 'bool', bigint: 'int' } as const;
  return types[typeof value as keyof typeof types];
}
