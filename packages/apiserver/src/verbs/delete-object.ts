import { deepCopy, deepEqual, type KubeObject } from '@flux19/objects';
import { conflict } from '../errors/api-errors.ts';
import type { Status } from '../errors/status.ts';
import { asJson } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import { qualified, qualifiedKind } from '../registry/served-resource.ts';
import type { Services } from '../server/services.ts';
import { Entry } from '../store/entry.ts';
import { collectorFinalizers } from './collector-finalizers.ts';
import type { DeleteOptions } from './delete-options.ts';
import { protectNamespace } from './namespace-lifecycle.ts';
import { validateByAdmission } from './run-admission.ts';
import { requireEntry } from './update-object.ts';
import { type Write, writeContext } from './write.ts';

/** What a deletion left: the state that is stored now, or the last one when the object is gone. */
export interface Deleted {
  readonly entry: Entry;
  readonly gone: boolean;
}

/** Deletes an object, or marks it as being deleted while finalizers or its grace period hold it. Rejects with StatusError. */
export async function deleteObject(
  services: Services,
  write: Write,
  entry: Entry,
  options: DeleteOptions,
): Promise<Deleted> {
  protectNamespace(write);
  checkPreconditions(write, entry.object, options);
  const validated = validateByAdmission(services, write, 'DELETE', { object: undefined, oldObject: entry.object });
  if (validated !== undefined) {
    await validated;
    const current = requireEntry(write);
    if (current !== entry) return await deleteObject(services, write, current, options);
  }
  return carryOut(services, write, entry, options);
}

function carryOut(services: Services, write: Write, entry: Entry, options: DeleteOptions): Deleted {
  const { resource } = write.target;
  const next = deepCopy(entry.object);
  const grace = resource.rules.gracePeriodSeconds?.(entry.object, options.gracePeriodSeconds);
  if (grace !== undefined && isGracePending(next, grace, options)) return { entry, gone: false };
  const { isCollectable = true, orphansByDefault = false } = resource.rules;
  const finalizers = collectorFinalizers(next, options, isCollectable, orphansByDefault);
  if (finalizers.length > 0) next.metadata.finalizers = [...finalizers];
  else delete next.metadata.finalizers;
  markDeleting(next, grace ?? 0, services.clock.now());
  resource.rules.prepareForDelete?.(asJson(next), writeContext(services, write));
  return commit(services, write, entry, next, grace ?? 0);
}

function checkPreconditions(write: Write, { metadata }: KubeObject, { preconditions }: DeleteOptions): void {
  const kind = qualifiedKind(write.target.resource);
  const { uid, resourceVersion } = preconditions;
  if (uid !== undefined && uid !== metadata.uid) {
    const why = `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`;
    throw conflict(kind, write.name, why);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    const why = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`;
    throw conflict(kind, write.name, why);
  }
}

/** Whether an object is already on its way out, and the new request does not hurry it. */
function isGracePending({ metadata }: KubeObject, grace: number, options: DeleteOptions): boolean {
  const left = metadata.deletionGracePeriodSeconds ?? 0;
  if (metadata.deletionTimestamp === undefined || left === 0) return false;
  return options.gracePeriodSeconds === undefined || grace >= left;
}

function markDeleting({ metadata }: KubeObject, grace: number, now: number): void {
  const end = now + grace * 1000;
  if (metadata.deletionTimestamp === undefined) {
    if (metadata.generation !== undefined) metadata.generation += 1;
    metadata.deletionTimestamp = formatTime(end);
  } else if (Date.parse(metadata.deletionTimestamp) > end) {
    metadata.deletionTimestamp = formatTime(end);
  }
  metadata.deletionGracePeriodSeconds = grace;
}

function commit({ store }: Services, write: Write, entry: Entry, next: KubeObject, grace: number): Deleted {
  const { resource } = write.target;
  const isHeld = (next.metadata.finalizers ?? []).length > 0 || grace > 0 || resource.rules.mayVanish?.(next) === false;
  if (!isHeld) {
    // What was stopped gracefully shows when; everything else goes as it was.
    const isGraceful = resource.rules.gracePeriodSeconds !== undefined;
    if (write.dryRun) return { entry, gone: true };
    // Whoever watches is told first that there is no grace left.
    const wasWaiting = isGraceful && (entry.object.metadata.deletionGracePeriodSeconds ?? 0) > 0;
    const before = wasWaiting ? store.put(resource.collection, next) : entry;
    return { entry: store.remove(resource.collection, before, isGraceful ? next : entry.object), gone: true };
  }
  // Who asks again changes nothing.
  if (deepEqual(next, entry.object)) return { entry, gone: false };
  return { entry: write.dryRun ? new Entry(next, entry.revision) : store.put(resource.collection, next), gone: false };
}

/** The answer to a deletion of which nothing is left to show. */
export function deletedStatus(write: Write, object: KubeObject): Status {
  const { group, resource } = qualified(write.target.resource);
  const { uid, name } = object.metadata;
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(group === '' ? {} : { group }),
      kind: resource,
      ...(uid === undefined ? {} : { uid }),
    },
  };
}
