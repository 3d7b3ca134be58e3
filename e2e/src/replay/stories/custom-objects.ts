import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { StoryApi } from '../story.ts';

export const definitionsPath = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/** What a definition says beside its names. */
export interface Definition {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly scope?: 'Namespaced' | 'Cluster';
  readonly versions: readonly JsonObject[];
  readonly names?: JsonObject;
  readonly spec?: JsonObject;
}

/** One served version. */
export function version(name: string, properties: JsonObject, more: JsonObject = {}): JsonObject {
  const schema = { openAPIV3Schema: { type: 'object', properties } };
  return { name, served: true, storage: true, schema, ...more };
}

export function definition({
  group,
  plural,
  kind,
  scope = 'Namespaced',
  versions,
  names = {},
  spec = {},
}: Definition): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: { group, scope, names: { plural, kind, ...names }, versions: [...versions], ...spec },
  };
}

/** Creates a definition and waits until its objects are served; the definition is recorded when it is established. */
export async function define(api: StoryApi, object: JsonObject): Promise<void> {
  const { name } = object['metadata'] as { name: string };
  const { group, names, versions } = object['spec'] as {
    group: string;
    names: { plural: string };
    versions: { name: string }[];
  };
  await api.create(`define ${name}`, definitionsPath, object);
  await api.get(`${name} is established`, `${definitionsPath}/${name}`, {
    until: ({ body }) => isTrue(body, 'Established'),
  });
  for (const one of versions) {
    const path = `/apis/${group}/${one.name}/${names.plural}`;
    await api.get(`${name} is served in ${one.name}`, path, { until: ({ status }) => status === 200, keep: kindOf });
  }
}

/** How the version of a first list stands to others is a matter of moments. */
export function kindOf(body: JsonValue): JsonValue {
  return isJsonObject(body) ? [body['kind'] ?? null, body['items'] ?? null] : body;
}

/** Whether a condition of an object is True. */
export function isTrue(object: JsonObject, type: string): boolean {
  const status = object['status'] as { conditions?: { type: string; status: string }[] } | undefined;
  return status?.conditions?.some((one) => one.type === type && one.status === 'True') === true;
}

/** Removes a definition and waits until it is gone. */
export async function undefine(api: StoryApi, name: string): Promise<void> {
  await api.remove(`remove ${name}`, `${definitionsPath}/${name}`);
  await api.get(`${name} is gone`, `${definitionsPath}/${name}`, { until: ({ status }) => status === 404 });
}
