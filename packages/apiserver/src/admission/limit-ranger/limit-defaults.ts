import { type JsonObject, type KubeObject, setKey } from '@flux19/objects';
import { asJson, asKubeObject, objectField, objectsField, textField } from '../../json/fields.ts';

const annotation = 'kubernetes.io/limit-ranger';

/** The pod with the requests and limits that a LimitRange gives to containers which name none; the same pod when it gives none. */
export function withLimitDefaults(pod: KubeObject, items: readonly JsonObject[]): KubeObject {
  const ofContainers = items.filter((item) => textField(item, 'type') === 'Container');
  const requests = Object.assign({}, ...ofContainers.map((item) => objectField(item, 'defaultRequest'))) as JsonObject;
  const limits = Object.assign({}, ...ofContainers.map((item) => objectField(item, 'default'))) as JsonObject;
  if (Object.keys(requests).length + Object.keys(limits).length === 0) return pod;
  const notes: string[] = [];
  const fill = (list: string, what: string): JsonObject[] =>
    objectsField(spec, list).map((container) => filled(container, { requests, limits }, what, notes));
  const spec: JsonObject = { ...objectField(asJson(pod), 'spec') };
  const containers = fill('containers', 'container');
  const initContainers = fill('initContainers', 'init container');
  if (notes.length === 0) return pod;
  spec['containers'] = containers;
  if (initContainers.length > 0) spec['initContainers'] = initContainers;
  const annotations = { ...pod.metadata.annotations, [annotation]: `LimitRanger plugin set: ${notes.join('; ')}` };
  return asKubeObject({ ...asJson(pod), metadata: { ...pod.metadata, annotations } as never, spec });
}

interface Defaults {
  readonly requests: JsonObject;
  readonly limits: JsonObject;
}

function filled(container: JsonObject, defaults: Defaults, what: string, notes: string[]): JsonObject {
  const resources: JsonObject = { ...objectField(container, 'resources') };
  for (const kind of ['requests', 'limits'] as const) {
    const own: JsonObject = { ...objectField(resources, kind) };
    const missing = Object.keys(defaults[kind]).filter((name) => !Object.hasOwn(own, name));
    if (missing.length === 0) continue;
    for (const name of missing) setKey(own, name, defaults[kind][name]);
    resources[kind] = own;
    const noun = kind === 'requests' ? 'request' : 'limit';
    notes.push(`${missing.sort().join(', ')} ${noun} for ${what} ${textField(container, 'name')}`);
  }
  return { ...container, resources };
}
