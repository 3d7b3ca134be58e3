import { SnapshotError, type StorageState } from '@flux19/apiserver';
import { isJsonObject, type JsonObject, parseJson, printJson } from '@flux19/objects';

/** One object, in the version in which it is stored. */
export interface SnapshotObject {
  /** Group and plural: `apps/deployments`; the core group is empty: `/configmaps`. */
  readonly resource: string;
  readonly object: JsonObject;
}

/** The state of a cluster at one moment. Plain data; JSON once it is printed with {@link printSnapshot}. */
export interface ClusterSnapshot {
  readonly format: 'flux19.io/cluster-snapshot';
  /** Of this format. */
  readonly version: 1;
  /** The resourceVersion of the latest write. */
  readonly revision: number;
  readonly objects: readonly SnapshotObject[];
}

const format = 'flux19.io/cluster-snapshot';
const version = 1;

export function snapshotOf(state: StorageState): ClusterSnapshot {
  const objects = Array.from(state.records, ({ resource, json }) => ({
    resource,
    object: parseJson(json) as JsonObject,
  }));
  return { format, version, revision: state.revision, objects };
}

export function stateOf({ revision, objects }: ClusterSnapshot): StorageState {
  const records = objects.map(({ resource, object }) => ({
    resource,
    namespace: '',
    name: '',
    revision,
    json: printJson(object),
  }));
  return { revision, records };
}

/** The snapshot as JSON text; keeps integers of any size. */
export function printSnapshot(snapshot: ClusterSnapshot): string {
  return printJson(snapshot);
}

/** Reads what {@link printSnapshot} printed, or what somebody else says it did. Throws SnapshotError. */
export function parseSnapshot(text: string): ClusterSnapshot {
  const value = parseText(text);
  if (!isJsonObject(value) || value['format'] !== format) {
    throw new SnapshotError(`this is no snapshot of a cluster: the field "format" has to be "${format}"`);
  }
  if (value['version'] !== version) {
    const found = printJson(value['version'] ?? null);
    throw new SnapshotError(`the snapshot is of version ${found}, and this program reads version ${version}`);
  }
  const { revision, objects } = value;
  if (typeof revision !== 'number' || !Number.isSafeInteger(revision) || revision < 0) {
    throw new SnapshotError('the field "revision" of the snapshot has to be an integer that is not negative');
  }
  if (!Array.isArray(objects)) throw new SnapshotError('the field "objects" of the snapshot has to be a list');
  return { format, version, revision, objects: objects.map(readObject) };
}

function parseText(text: string): unknown {
  try {
    return parseJson(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SnapshotError(`the snapshot is no JSON: ${why.replaceAll(/\s+/g, ' ')}`, { cause });
  }
}

function readObject(entry: unknown, n: number): SnapshotObject {
  if (isJsonObject(entry)) {
    const { resource, object } = entry;
    if (typeof resource === 'string' && isJsonObject(object)) return { resource, object };
  }
  throw new SnapshotError(
    `the field "objects[${n}]" of the snapshot has to have a "resource" (text) and an "object" (map)`,
  );
}
