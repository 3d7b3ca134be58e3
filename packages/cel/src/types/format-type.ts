import type { CelType } from '../cel-type.ts';

/** Prints a type as cel-go's messages do: `list(string)`, `optional_type(int)`. */
export function formatType(type: CelType): string {
  switch (type.kind) {
    case 'list':
      return `list(${formatType(type.element)})`;
    case 'map':
      return `map(${formatType(type.key)}, ${formatType(type.value)})`;
    case 'optional':
      return `optional_type(${formatType(type.value)})`;
    case 'type':
      return type.of === undefined ? 'type' : `type(${formatType(type.of)})`;
    case 'object':
    case 'opaque':
    case 'param':
      return type.name;
    case 'error':
      return '!error!';
    default:
      return type.kind;
  }
}

/** Prints the arguments of a call: `(int, string)`, `list(int).(string)`. */
export function formatSignature(types: readonly CelType[], isMember: boolean): string {
  const [target, ...rest] = types;
  if (!isMember || target === undefined) return `(${types.map(formatType).join(', ')})`;
  return `${formatType(target)}.(${rest.map(formatType).join(', ')})`;
}
