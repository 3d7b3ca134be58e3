import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';

/** Keys of JSON schema that no structural schema may have, in the order in which they are looked for. */
const unsupported = ['id', '$schema', '$ref', 'patternProperties', 'dependencies', 'additionalItems', 'definitions'];
const names: Readonly<Record<string, string>> = { $schema: 'schema' };

/** Why a source can't become a structural schema at all; undefined when it can. */
export function unsupportedReason(source: JsonValue | undefined): string | undefined {
  if (!isJsonObject(source)) return undefined;
  const key = unsupported.find((candidate) => isSet(source[candidate]));
  if (key !== undefined) return `OpenAPIV3Schema '${names[key] ?? key}' is not supported`;
  if (source['x-kubernetes-preserve-unknown-fields'] === false) {
    return "internal error: 'x-kubernetes-preserve-unknown-fields' must be true or undefined";
  }
  if (Array.isArray(source['items'])) return "OpenAPIV3Schema 'items' must be a schema, but is an array";
  for (const below of schemasBelow(source)) {
    const reason = unsupportedReason(below);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function isSet(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !(isJsonObject(value) && Object.keys(value).length === 0);
}

function schemasBelow(source: JsonObject): (JsonValue | undefined)[] {
  const { items, not, additionalProperties, properties } = source;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((key) => (Array.isArray(source[key]) ? source[key] : []));
  return [...parts, not, items, additionalProperties, ...(isJsonObject(properties) ? Object.values(properties) : [])];
}
