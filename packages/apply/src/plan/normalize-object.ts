import { isJsonObject, type JsonObject, type KubeObject, setKey } from '@flux19/objects';
import { withoutInvalidBundle } from './ca-bundle.ts';
import { isCustomResourceDefinition, isSecret } from './object-kinds.ts';

/** Where the containers of a kind's Pods are described. */
const podSpecs: ReadonlyMap<string, readonly string[]> = new Map([
  ['v1/Pod', ['spec']],
  ['apps/v1/Deployment', ['spec', 'template', 'spec']],
  ['apps/v1/StatefulSet', ['spec', 'template', 'spec']],
  ['apps/v1/DaemonSet', ['spec', 'template', 'spec']],
  ['apps/v1/ReplicaSet', ['spec', 'template', 'spec']],
  ['batch/v1/Job', ['spec', 'template', 'spec']],
  ['batch/v1/CronJob', ['spec', 'jobTemplate', 'spec', 'template', 'spec']],
]);

/**
 * The form in which Flux applies an object. Default protocols are written out because they are keys of list items
 * (kubernetes-sigs/structured-merge-diff#130); stringData becomes data because fields that are only written cannot be
 * compared (kubernetes/kubernetes#108008).
 */
export function normalizeObject(object: KubeObject): KubeObject {
  const { creationTimestamp, ...metadata } = object.metadata;
  void creationTimestamp;
  const normal: KubeObject = { ...object, metadata };
  if (isCustomResourceDefinition(object)) return withoutInvalidBundle(normal);
  // kstatus of CustomResourceDefinitions needs their status; of all others it is the cluster's.
  delete normal['status'];
  if (isSecret(object)) return withoutStringData(normal);
  if (object.apiVersion === 'v1' && object.kind === 'Service') return edit(normal, ['spec'], withProtocols);
  const podSpec = podSpecs.get(`${object.apiVersion}/${object.kind}`);
  if (podSpec === undefined) return normal;
  // Flux normalises containers only, not initContainers.
  return edit(normal, podSpec, (spec) => editItems(spec, 'containers', withProtocols));
}

function withoutStringData(secret: KubeObject): KubeObject {
  const { stringData, ...rest } = secret;
  if (!isJsonObject(stringData)) return secret;
  const data: JsonObject = { ...(isJsonObject(rest['data']) ? rest['data'] : {}) };
  for (const [key, value] of Object.entries(stringData)) {
    setKey(data, key, Buffer.from(String(value), 'utf8').toString('base64'));
  }
  return { ...(rest as KubeObject), data };
}

function withProtocols(owner: JsonObject): JsonObject {
  return editItems(owner, 'ports', (port) => {
    const { protocol } = port;
    return protocol === undefined || protocol === null || protocol === '' ? { ...port, protocol: 'TCP' } : port;
  });
}

function editItems(owner: JsonObject, key: string, change: (item: JsonObject) => JsonObject): JsonObject {
  const items = owner[key];
  if (!Array.isArray(items)) return owner;
  return { ...owner, [key]: items.map((item) => (isJsonObject(item) ? change(item) : item)) };
}

/** A copy in which the object at a path is changed; the same object when there is none. Paths are our own. */
function edit<T extends KubeObject | JsonObject>(
  owner: T,
  path: readonly string[],
  change: (value: JsonObject) => JsonObject,
): T {
  const [key = '', ...rest] = path;
  const value = owner[key];
  if (!isJsonObject(value)) return owner;
  return { ...owner, [key]: rest.length === 0 ? change(value) : edit(value, rest, change) };
}
