/** What a merge must know of a type: which lists are merged item by item, and by which fields. */
export interface MergeSchema {
  readonly fields?: Readonly<Record<string, MergeSchema>> | undefined;
  /** Schema of the values of a map with free keys. */
  readonly others?: MergeSchema | undefined;
  readonly items?: MergeSchema | undefined;
  /** `x-kubernetes-patch-strategy`. */
  readonly strategy?: string | undefined;
  /** The list map keys, or the patch merge key. */
  readonly keys?: readonly string[] | undefined;
}

/** Finds the schema of a kind; undefined when there is none, and lists of it are replaced. */
export type SchemaLookup = (apiVersion: string, kind: string) => MergeSchema | undefined;

export function fieldSchema(schema: MergeSchema | undefined, field: string): MergeSchema | undefined {
  if (schema === undefined) return undefined;
  const { fields } = schema;
  return (fields !== undefined && Object.hasOwn(fields, field) ? fields[field] : undefined) ?? schema.others;
}
