import type { CelType } from '../cel-type.ts';
import type { Overload } from '../library/declaration.ts';
import { Fault, noSuchOverload } from '../values/fault.ts';
import { kindOf, typeNameOf } from '../values/kind-of.ts';
import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { Opaque } from '../values/opaque.ts';
import { Optional } from '../values/optional.ts';
import type { Value } from '../values/value.ts';

/** Runs the first overload that takes the arguments. Types may be known only now, where the check saw dyn. */
export function dispatch(name: string, overloads: readonly Overload[], args: readonly Value[]): Value {
  for (const overload of overloads) {
    if (overload.args.every((type, index) => accepts(type, args[index] ?? null))) return overload.run(...args);
  }
  if (!/^\w/.test(name) || name.startsWith('_')) return noSuchOverload();
  return new Fault(`no such overload: ${name}(${args.map(typeNameOf).join(', ')})`);
}

/** Whether a value is of a type. Of lists and maps only the first item is looked at, as cel-go does. */
function accepts(type: CelType, value: Value): boolean {
  switch (type.kind) {
    case 'param':
    case 'dyn':
      return true;
    case 'list':
      return value instanceof CelList && (value.size === 0 || accepts(type.element, value.get(0)));
    case 'map':
      return value instanceof CelMap && acceptsEntry(type.key, type.value, value);
    case 'optional':
      return value instanceof Optional && (value.value === undefined || accepts(type.value, value.value));
    case 'opaque':
      return value instanceof Opaque && value.typeName === type.name;
    default:
      return kindOf(value) === type.kind;
  }
}

function acceptsEntry(keyType: CelType, valueType: CelType, map: CelMap): boolean {
  for (const key of map.keys()) return accepts(keyType, key) && accepts(valueType, map.find(key) ?? null);
  return true;
}
