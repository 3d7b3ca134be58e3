import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, asKubeObject, objectField } from '../json/fields.ts';

/** The object with some fields of its spec set anew. Everything else is shared. */
export function withSpec(object: KubeObject, changes: JsonObject): KubeObject {
  const json = asJson(object);
  return asKubeObject({ ...json, spec: { ...objectField(json, 'spec'), ...changes } });
}
