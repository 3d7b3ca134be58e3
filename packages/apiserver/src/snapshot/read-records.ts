import { deepEqual, isJsonObject, type JsonObject, type KubeObject, parseApiVersion, parseJson } from '@flux19/objects';
import { customResource } from '../crds/custom-resource.ts';
import { isEstablished } from '../crds/definition-rules.ts';
import { DecodeError } from '../decode/decode-error.ts';
import type { ObjectDecoder } from '../decode/decode-object.ts';
import { StatusError } from '../errors/status-error.ts';
import { asKubeObject, textField } from '../json/fields.ts';
import { validateMetadata } from '../meta/validate-metadata.ts';
import { type Catalogue, resourceKey } from '../registry/catalogue.ts';
import type { ServedResource } from '../registry/served-resource.ts';
import type { StorageState, StoredRecord } from '../store/storage.ts';
import type { Store } from '../store/store.ts';
import { nameCheck } from '../verbs/validate-object.ts';
import { SnapshotError } from './snapshot-error.ts';

/** An object of a saved state, and the collection that it belongs to. */
export interface RestoredObject {
  readonly resource: string;
  readonly object: KubeObject;
}

interface Reading {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly decoder: ObjectDecoder;
}

const definitionsKey = 'apiextensions.k8s.io/customresourcedefinitions';

/**
 * Reads the objects of a saved state, which may come from anywhere: each has to be one of a kind that Kubernetes has or that a definition of
 * the state defines, decodes as that kind, has valid metadata, and is there once. Definitions come first. Throws SnapshotError.
 */
export function readRecords(state: StorageState, reading: Reading): readonly RestoredObject[] {
  const records = [...state.records];
  const isDefinition = ({ resource }: StoredRecord): boolean => resource === definitionsKey;
  const builtin = builtinResources(reading.catalogue);
  const definitions = records.filter(isDefinition).map((record) => readRecord(record, builtin, reading));
  const custom = definitions
    .map(({ object }) => object)
    .filter(isEstablished)
    .map((definition) => customResource(definition, reading.store));
  const known = new Map([...builtin, ...custom.map((one) => [resourceKey(one.group, one.plural), one] as const)]);
  const others = records.filter((record) => !isDefinition(record)).map((record) => readRecord(record, known, reading));
  const objects = [...definitions, ...others];
  refuseDuplicates(objects);
  return objects;
}

/** By the key under which they are stored. */
function builtinResources(catalogue: Catalogue): ReadonlyMap<string, ServedResource> {
  const resources = catalogue.resources().filter(({ isCustom }) => !isCustom);
  // Groups that share a collection: the one whose version is stored is listed first.
  return new Map(resources.toReversed().map((resource) => [resource.collection.resource, resource]));
}

function readRecord(
  { resource: key, json }: StoredRecord,
  known: ReadonlyMap<string, ServedResource>,
  { decoder }: Reading,
): RestoredObject {
  const value = parseRecord(json);
  const where = describe(value);
  const resource = known.get(key);
  if (resource === undefined) throw new SnapshotError(`${where}: nothing defines the resource ${JSON.stringify(key)}`);
  const { group, version } = parseApiVersion(textField(value, 'apiVersion'));
  if (textField(value, 'kind') !== resource.kind || group !== groupOf(resource)) {
    throw new SnapshotError(
      `${where}: objects of ${key} are of kind ${resource.kind} in ${resource.storageApiVersion}`,
    );
  }
  const object = decode(value, resource, version, decoder, where);
  const [error] = validateMetadata(object, resource.namespaced, nameCheck(resource));
  if (error !== undefined) throw new SnapshotError(`${where}: ${error.message}`);
  if (typeof object.metadata.uid !== 'string') throw new SnapshotError(`${where}: metadata.uid: Required value`);
  return { resource: key, object };
}

function groupOf({ storageApiVersion }: ServedResource): string {
  return parseApiVersion(storageApiVersion).group;
}

function decode(
  value: JsonObject,
  resource: ServedResource,
  version: string,
  decoder: ObjectDecoder,
  where: string,
): KubeObject {
  const served = resource.versions.get(version);
  // A version that is stored and no longer served.
  if (served === undefined && resource.isCustom) return asKubeObject(value);
  if (served === undefined) throw new SnapshotError(`${where}: version ${JSON.stringify(version)} is not served`);
  try {
    return decoder.decode(value, { resource, version: served }).object;
  } catch (thrown) {
    if (!(thrown instanceof DecodeError || thrown instanceof StatusError)) throw thrown;
    throw new SnapshotError(`${where}: ${thrown.message}`, { cause: thrown });
  }
}

function parseRecord(json: string): JsonObject {
  try {
    const value = parseJson(json);
    if (isJsonObject(value) && isJsonObject(value['metadata'])) return value;
  } catch (cause) {
    throw new SnapshotError('an object is no JSON', { cause });
  }
  throw new SnapshotError('an object has no metadata');
}

function describe(value: JsonObject): string {
  const metadata = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const namespace = textField(metadata, 'namespace');
  const name = textField(metadata, 'name');
  return `${textField(value, 'kind') || 'an object'} ${JSON.stringify(namespace === '' ? name : `${namespace}/${name}`)}`;
}

function refuseDuplicates(objects: readonly RestoredObject[]): void {
  const seen = new Set<string>();
  for (const { resource, object } of objects) {
    const { namespace = '', name } = object.metadata;
    const key = `${resource}/${namespace}/${name}`;
    if (seen.has(key)) throw new SnapshotError(`${object.kind} "${namespace}/${name}" is there more than once`);
    seen.add(key);
  }
}

/** Whether two states of an object differ in nothing but the revision that they were given. */
export function isSameState(left: KubeObject, right: KubeObject): boolean {
  const bare = ({ metadata, ...rest }: KubeObject): object => {
    const { resourceVersion: _, ...others } = metadata;
    return { ...rest, metadata: others };
  };
  return deepEqual(bare(left), bare(right));
}
