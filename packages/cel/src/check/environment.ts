import type { CelType } from '../cel-type.ts';
import type { FunctionTable } from '../library/function-table.ts';

/** What an expression may refer to. */
export interface Environment {
  readonly functions: FunctionTable;
  readonly variables: Pick<ReadonlyMap<string, CelType>, 'get'>;
  /** Types that message literals make. */
  readonly structs: StructTypes;
}

/** The type of a field of a message; undefined for types and fields that there are not. `field` is undefined to ask for the type. */
export type StructTypes = (typeName: string, field?: string) => CelType | undefined;

const dyn: CelType = { kind: 'dyn' };

/** Types that can be named in expressions, by name. */
const namedTypes: ReadonlyMap<string, CelType> = new Map<string, CelType>([
  ['bool', { kind: 'bool' }],
  ['int', { kind: 'int' }],
  ['uint', { kind: 'uint' }],
  ['double', { kind: 'double' }],
  ['string', { kind: 'string' }],
  ['bytes', { kind: 'bytes' }],
  ['null_type', { kind: 'null' }],
  ['list', { kind: 'list', element: dyn }],
  ['map', { kind: 'map', key: dyn, value: dyn }],
  ['type', { kind: 'type' }],
  ['optional_type', { kind: 'optional', value: dyn }],
  ['google.protobuf.Duration', { kind: 'duration' }],
  ['google.protobuf.Timestamp', { kind: 'timestamp' }],
  ...['net.IP', 'net.CIDR', 'kubernetes.URL', 'kubernetes.Quantity', 'kubernetes.Semver', 'kubernetes.NamedFormat'].map(
    (name): [string, CelType] => [name, { kind: 'opaque', name }],
  ),
]);

/** The type that a name stands for: `int`, `google.protobuf.Timestamp`. */
export function namedType(name: string): CelType | undefined {
  return namedTypes.get(name);
}

/** Takes every name that is not one of a type for a variable. */
export const anyVariables: Environment['variables'] = {
  get: (name) => (name.includes('.') || namedTypes.has(name) ? undefined : dyn),
};
