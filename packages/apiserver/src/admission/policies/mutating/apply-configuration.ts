// https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/#patch-type-apply-configuration
import { isJsonObject, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import {
  formatPath,
  merge,
  type Path,
  type SchemaNode,
  schemaFromStructural,
  TypedValueError,
  validate,
} from '@flux19/structured-merge';
import { PolicyFault } from '../policy-params.ts';

/** Lays a configuration over an object; nobody comes to own its fields. Throws {@link PolicyFault}. */
export function applyConfiguration(
  object: JsonObject,
  made: JsonValue,
  structural: StructuralSchema | undefined,
): JsonValue {
  const schema = schemaFromStructural(structural);
  const { apiVersion = null, kind = null } = object;
  const configuration = { ...(isJsonObject(made) ? made : {}), apiVersion, kind };
  const faults = validate(configuration, schema);
  if (faults.length > 0) {
    const why = new TypedValueError(faults).message;
    throw new PolicyFault(`error applying patch: failed to convert patch object to typed object: ${why}`);
  }
  const atomics = atomicParts(configuration, schema, []);
  if (atomics.length > 0) {
    const why = `may not mutate atomic arrays, maps or structs: ${atomics.join(', ')}`;
    throw new PolicyFault(`error applying patch: invalid ApplyConfiguration: ${why}`);
  }
  return merge(object, configuration, schema);
}

/** Places whose owners would lose what a configuration does not repeat. */
function atomicParts(value: JsonValue, node: SchemaNode, path: Path): string[] {
  if (Array.isArray(value)) {
    const { list } = node;
    if (list === undefined) return [];
    const parts = value.flatMap((item, index) => atomicParts(item, list.element, [...path, { kind: 'index', index }]));
    return list.relationship === 'atomic' ? [formatPath(path), ...parts] : parts;
  }
  const { map } = node;
  if (!isJsonObject(value) || map === undefined) return [];
  const parts = Object.entries(value).flatMap(([name, part]) => {
    const field = map.fields.get(name);
    return field === undefined || part === undefined
      ? []
      : atomicParts(part, field.type, [...path, { kind: 'field', name }]);
  });
  return map.isAtomic ? [formatPath(path), ...parts] : parts;
}
