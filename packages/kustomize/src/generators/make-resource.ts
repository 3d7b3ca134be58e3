import { KustomizeError } from '../engine/kustomize-error.ts';
import { setNewText } from '../filters/set-new-text.ts';
import type { GeneratorArgs, GeneratorOptions } from '../kustomization/kustomization.ts';
import { type Behavior, Resource } from '../resources/resource.ts';
import type { Fields } from '../values/value.ts';
import { type LoadFile, type PairValue, readPairs } from './read-pairs.ts';

const behaviors = new Set(['create', 'replace', 'merge']);

/** Makes the ConfigMap or Secret that a generator asks for. Throws KustomizeError. */
export function generateResource(kind: 'ConfigMap' | 'Secret', args: GeneratorArgs, load: LoadFile): Resource {
  if (!args.name)
    throw new KustomizeError('a configmap must have a name', { reason: 'InvalidGenerator', field: 'name' });
  const metadata: Fields = { name: args.name };
  if (args.namespace) metadata['namespace'] = args.namespace;
  const value: Fields = { apiVersion: 'v1', kind, metadata };
  if (kind === 'Secret') value['type'] = args.type || 'Opaque';
  fill(value, kind, readPairs(args, load));
  applyOptions(value, metadata, args.options);
  const resource = new Resource(value);
  resource.needsHash = args.options?.disableNameSuffixHash !== true;
  resource.behavior = behaviors.has(args.behavior ?? '') ? (args.behavior as Behavior) : 'unspecified';
  return resource;
}

function fill(value: Fields, kind: 'ConfigMap' | 'Secret', pairs: ReadonlyMap<string, PairValue>): void {
  if (kind === 'Secret') value['data'] = {};
  for (const key of [...pairs.keys()].sort()) {
    const content = pairs.get(key) as PairValue;
    const isText = typeof content === 'string';
    const field = kind === 'ConfigMap' && !isText ? 'binaryData' : 'data';
    value[field] ??= {};
    setNewText(value[field] as Fields, key, kind === 'ConfigMap' && isText ? content : encodeBase64(content));
  }
}

/** Long texts are broken into lines of 70 letters, as kustomize does. */
function encodeBase64(content: PairValue): string {
  const encoded = Buffer.from(content as string).toString('base64');
  if (encoded.length < 70) return encoded;
  return `${(encoded.match(/.{1,70}/g) ?? []).join('\n')}\n`;
}

function applyOptions(value: Fields, metadata: Fields, options: GeneratorOptions | undefined): void {
  for (const field of ['labels', 'annotations'] as const) {
    const map = options?.[field] ?? {};
    const keys = Object.keys(map).sort();
    if (keys.length === 0) continue;
    const fields: Fields = {};
    for (const key of keys) setNewText(fields, key, map[key] as string);
    metadata[field] = fields;
  }
  if (options?.immutable === true) value['immutable'] = true;
}

/** Options of one generator with those of the kustomization: own labels and annotations win, switches add up. */
export function mergeGeneratorOptions(
  local: GeneratorOptions | undefined,
  global: GeneratorOptions | undefined,
): GeneratorOptions | undefined {
  if (global === undefined) return local;
  return {
    labels: { ...global.labels, ...local?.labels },
    annotations: { ...global.annotations, ...local?.annotations },
    disableNameSuffixHash: global.disableNameSuffixHash === true || local?.disableNameSuffixHash === true,
    immutable: global.immutable === true || local?.immutable === true,
  };
}
