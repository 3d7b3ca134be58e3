import { deepCopy, deepEqual, isJsonObject, type JsonObject, type StructuralSchema } from '@flux19/objects';
import { readSchema } from '../structural/read-schema.ts';
import { toStructural } from '../structural/to-structural.ts';
import { type InternalSpec, objectIn, textIn } from './internal-spec.ts';
import { hasAtomicItems, keyedItemErrors } from './list-map-errors.ts';
import { pruneDefaults } from './prune-defaults.ts';
import { hasKnownReviewVersion } from './validate-conversion.ts';

/** What a definition has to fulfil. Faults that a stored definition had before do not keep it from being changed. */
export interface SpecOptions {
  readonly requireKnownReviewVersion: boolean;
  readonly requireImmutableNames: boolean;
  readonly requireSchema: boolean;
  readonly requireValidType: boolean;
  readonly requireStructural: boolean;
  readonly requirePrunedDefaults: boolean;
  readonly requireAtomicSet: boolean;
  readonly requireMapKeys: boolean;
  /** Names of versions whose schemas did not change. */
  readonly unchangedVersions: ReadonlySet<string>;
}

/** What a new definition has to fulfil: everything. */
export const strictOptions: SpecOptions = {
  requireKnownReviewVersion: true,
  requireImmutableNames: false,
  requireSchema: true,
  requireValidType: true,
  requireStructural: true,
  requirePrunedDefaults: true,
  requireAtomicSet: true,
  requireMapKeys: true,
  unchangedVersions: new Set(),
};

/** What a changed definition has to fulfil, given the stored one. */
export function updateOptions(definition: JsonObject, old: JsonObject, oldSpec: InternalSpec): SpecOptions {
  const sources = schemaSources(oldSpec);
  const schemas = sources.map(readSchema);
  const has = (fault: (schema: StructuralSchema) => boolean): boolean =>
    schemas.some((schema) => hasSchema(schema, fault));
  return {
    requireKnownReviewVersion: hasKnownReviewVersion(oldSpec.conversion),
    requireImmutableNames: isEstablished(old),
    requireSchema:
      oldSpec.validation !== undefined || (oldSpec.versions ?? []).every((version) => version.schema !== undefined),
    requireValidType: !has((schema) => schema.type !== undefined && !validTypes.has(schema.type)),
    requireStructural: sources.every((source) => toStructural(source).errors.length === 0),
    requirePrunedDefaults: !schemas.some(hasUnprunedDefaults),
    requireAtomicSet: !has((schema) => schema['x-kubernetes-list-type'] === 'set' && !hasAtomicItems(schema)),
    requireMapKeys: !has((schema) => keyedItemErrors(schema, '').length > 0),
    unchangedVersions: unchangedVersions(definition, old),
  };
}

const validTypes: ReadonlySet<string> = new Set(['array', 'boolean', 'integer', 'number', 'object', 'string']);

/** All schemas of a spec. */
export function schemaSources(spec: InternalSpec): JsonObject[] {
  const holders = [spec.validation, ...(spec.versions ?? []).map((version) => version.schema)];
  return holders.flatMap((holder) => {
    const schema = holder === undefined ? undefined : objectIn(holder, 'openAPIV3Schema');
    return schema === undefined ? [] : [schema];
  });
}

/** Whether something is true of a schema or of any schema in it. */
export function hasSchema(schema: StructuralSchema, is: (schema: StructuralSchema) => boolean): boolean {
  if (is(schema)) return true;
  const { additionalProperties } = schema;
  const below = [
    ...Object.values(schema.properties ?? {}),
    ...[schema.items, schema.not].filter((part) => part !== undefined),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
    ...(schema.allOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.oneOf ?? []),
  ];
  return below.some((part) => hasSchema(part, is));
}

function hasUnprunedDefaults(schema: StructuralSchema): boolean {
  const pruned = deepCopy(schema);
  pruneDefaults(pruned);
  return !deepEqual(pruned, schema);
}

function isEstablished(definition: JsonObject): boolean {
  const conditions = objectIn(definition, 'status')?.['conditions'];
  if (!Array.isArray(conditions)) return false;
  return conditions.some(
    (condition) => isJsonObject(condition) && condition['type'] === 'Established' && condition['status'] === 'True',
  );
}

function unchangedVersions(definition: JsonObject, old: JsonObject): ReadonlySet<string> {
  const oldSchemas = schemasByVersion(old);
  const unchanged = new Set<string>();
  for (const [name, schema] of schemasByVersion(definition)) {
    if (oldSchemas.has(name) && deepEqual(oldSchemas.get(name), schema)) unchanged.add(name);
  }
  return unchanged;
}

function schemasByVersion(definition: JsonObject): Map<string, unknown> {
  const versions = objectIn(definition, 'spec')?.['versions'];
  if (!Array.isArray(versions)) return new Map();
  return new Map(versions.filter(isJsonObject).map((version) => [textIn(version, 'name'), version['schema']]));
}
