import { CelList, CelMap, StructValue, toJson, type Value } from '@flux19/cel';
import type { JsonValue } from '@flux19/objects';
import { PolicyFault } from '../policy-params.ts';

/**
 * What an expression made, as JSON. Objects must be of the types that their places say: `Object.spec` is what the field
 * `spec` of an `Object` takes. Throws {@link PolicyFault}.
 */
export function madeValue(value: Value): JsonValue {
  const faults = value instanceof StructValue ? typeFaults(value, value.typeName) : [];
  if (faults.length > 0) throw new PolicyFault(`type mismatch: ${faults.join('\n')}`);
  return toJson(value);
}

function typeFaults(value: Value, place: string): string[] {
  if (value instanceof CelList) return [...value].flatMap((item) => typeFaults(item, place));
  if (!(value instanceof CelMap)) return [];
  const isStruct = value instanceof StructValue;
  const faults = isStruct && value.typeName !== place ? [wrongName(value.typeName, place)] : [];
  const parts = [...value.keys()].flatMap((key) =>
    typeFaults(value.find(key) ?? null, isStruct ? `${place}.${String(key)}` : place),
  );
  return [...faults, ...parts];
}

function wrongName(found: string, wanted: string): string {
  const names = `${JSON.stringify(found)}, expected ${JSON.stringify(wanted)}`;
  return `unexpected type name ${names}, which matches field name path from root Object type`;
}
