import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { objectField, objectsField } from '../json/fields.ts';

/** Parts of a schema that hold schemas by name. */
const maps: readonly string[] = ['properties', 'patternProperties', 'definitions'];
const lists: readonly string[] = ['allOf', 'anyOf', 'oneOf', 'enum', 'required', 'x-kubernetes-list-map-keys'];

/** Leaves out, in place, what Go does not print of the schemas of a definition: maps and lists that hold nothing. */
export function dropEmptyParts(definition: JsonObject): void {
  for (const version of objectsField(objectField(definition, 'spec'), 'versions')) {
    dropFrom(objectField(objectField(version, 'schema'), 'openAPIV3Schema'));
  }
}

function dropFrom(schema: JsonValue | undefined): void {
  if (!isJsonObject(schema)) return;
  for (const name of [...maps, ...lists]) {
    const part = schema[name];
    if (typeof part === 'object' && part !== null && Object.keys(part).length === 0) delete schema[name];
  }
  for (const name of maps) for (const inner of Object.values(objectField(schema, name) ?? {})) dropFrom(inner);
  for (const name of ['allOf', 'anyOf', 'oneOf']) for (const inner of objectsField(schema, name)) dropFrom(inner);
  for (const name of ['items', 'additionalProperties', 'not']) dropFrom(schema[name]);
}
