import type { StructuralSchema } from '@flux19/objects';

/** What holds at a place in a schema because of what is above it. */
export interface SchemaScope {
  readonly path: string;
  readonly isRoot: boolean;
  /** Why no defaults may be set here; undefined where they may. */
  readonly noDefaults: string | undefined;
  /** Inside apiVersion, kind or metadata of an object. */
  readonly isInMeta: boolean;
  /** The first schema above whose values have no old counterparts, so that rules can't look at oldSelf. */
  readonly uncorrelatable: string | undefined;
  /** How many values there may be here; undefined when nothing bounds them. */
  readonly cardinality: number | undefined;
  /** False inside `allOf`, `anyOf`, `oneOf` and `not`, where rules are not looked at. */
  readonly hasRules: boolean;
}

/** What a schema allows that older versions of the API server did not refuse. */
export interface SchemaRules {
  readonly requireValidType: boolean;
  readonly requireAtomicSet: boolean;
  readonly requireMapKeys: boolean;
  /** Rules that were stored before may be as expensive as they are. */
  readonly suppressCost: boolean;
}

/** By how much a schema multiplies the number of values below it; undefined when it does not say. */
export function factorOf(schema: StructuralSchema): number | undefined {
  if (schema.type === 'object') {
    if (schema.additionalProperties === undefined) return 1;
    return schema.maxProperties === undefined ? undefined : Math.max(0, schema.maxProperties);
  }
  if (schema.type !== 'array') return 1;
  return schema.maxItems === undefined ? undefined : Math.max(0, schema.maxItems);
}
