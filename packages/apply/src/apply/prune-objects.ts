import { hasReason, type KubeClient, NoMatchError, type ObjectAddress } from '@flux19/kube';
import { formatApiVersion, formatObject, type KubeObject, type ObjectReference } from '@flux19/objects';
import type { Action, Change } from '../inventory/change-set.ts';
import { entryObject, type InventoryEntry } from '../inventory/inventory.ts';
import { metadataRules, satisfiesAny } from '../plan/metadata-rules.ts';
import { compareObjects } from '../plan/object-order.ts';
import { ownerLabels } from '../plan/prepare-objects.ts';
import { memoryId } from './apply-context.ts';
import type { ApplyMemory } from './apply-memory.ts';
import type { Owner } from './apply-options.ts';
import { failureText } from './error-text.ts';

/** What pruning did. Entries of `survivors` must stay in the inventory. */
export interface PruneOutcome {
  readonly changes: readonly Change[];
  readonly survivors: readonly InventoryEntry[];
  /** `delete failed, errors: ...;` when something could not be deleted. */
  readonly failure: string | undefined;
}

interface Deletion {
  readonly action: Action;
  readonly failure?: string;
}

export interface PruneContext {
  readonly client: KubeClient;
  readonly memory: ApplyMemory | undefined;
  readonly owner: Owner;
}

/** Deletes what these entries name, last applied first. A failure keeps none of the others from being deleted. */
export async function pruneObjects(
  entries: readonly InventoryEntry[],
  context: PruneContext,
  signal: AbortSignal,
): Promise<PruneOutcome> {
  const changes: Change[] = [];
  const survivors: InventoryEntry[] = [];
  let failures = '';
  const ordered = entries
    .map((entry) => ({ entry, object: entryObject(entry) }))
    .toSorted((a, b) => compareObjects(b.object, a.object));
  for (const { entry, object } of ordered) {
    const { action, failure } = await deleteObject(object, entry.v, context, signal);
    changes.push({ object, version: entry.v, action });
    context.memory?.forget(memoryId(object, entry.v));
    if (failure === undefined) continue;
    survivors.push(entry);
    failures += `${formatObject(object)} ${failure};`;
  }
  return { changes, survivors, failure: failures === '' ? undefined : `delete failed, errors: ${failures}` };
}

async function deleteObject(
  object: ObjectReference,
  version: string,
  context: PruneContext,
  signal: AbortSignal,
): Promise<Deletion> {
  const { client, owner } = context;
  let live: KubeObject | undefined;
  try {
    live = await findStored(object, version, client, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    return { action: 'unknown', failure: `query failed: ${thrown instanceof Error ? thrown.message : String(thrown)}` };
  }
  if (live === undefined) return { action: 'deleted' };
  if (!isOwned(live, owner) || satisfiesAny(live, metadataRules(owner).keepFromPruning)) return { action: 'skipped' };
  try {
    const { uid } = live.metadata;
    // The uid: what has the same name by now may be somebody else's.
    const preconditions = uid === undefined ? undefined : { uid };
    await client.delete(addressIn(live), { propagationPolicy: 'Background', preconditions }, signal);
    return { action: 'deleted' };
  } catch (thrown) {
    signal.throwIfAborted();
    if (hasReason(thrown, 'NotFound')) return { action: 'deleted' };
    return { action: 'unknown', failure: `delete failed: ${failureText(live, thrown)}` };
  }
}

/** The object, in another version if that of the entry is no longer served; undefined when it or its kind is gone. */
async function findStored(
  object: ObjectReference,
  version: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { namespace, name, group, kind } = object;
  try {
    return await getOrUndefined(
      client,
      { apiVersion: formatApiVersion(group, version), kind, namespace, name },
      signal,
    );
  } catch (thrown) {
    if (!(thrown instanceof NoMatchError)) throw thrown;
  }
  const other = (await client.resources(signal)).find((mapping) => mapping.group === group && mapping.kind === kind);
  if (other === undefined) return undefined;
  return getOrUndefined(client, { apiVersion: formatApiVersion(group, other.version), kind, namespace, name }, signal);
}

async function getOrUndefined(
  client: KubeClient,
  address: ObjectAddress,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await client.get(address, signal);
  } catch (thrown) {
    if (hasReason(thrown, 'NotFound')) return undefined;
    throw thrown;
  }
}

function addressIn({ apiVersion, kind, metadata }: KubeObject): ObjectAddress {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

function isOwned({ metadata }: KubeObject, owner: Owner): boolean {
  return Object.entries(ownerLabels(owner)).every(([key, value]) => metadata.labels?.[key] === value);
}
