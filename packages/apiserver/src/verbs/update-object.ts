import { deepCopy, deepEqual, type KubeObject, type ManagedFieldsEntry, type ObjectMeta } from '@flux19/objects';
import { conflict, invalid, notFound, staleVersion } from '../errors/api-errors.ts';
import { invalidField } from '../errors/field-errors.ts';
import { asJson } from '../json/fields.ts';
import { dedupeOwnerReferences, duplicateOwnersWarning } from '../meta/owner-references.ts';
import { claimedKind, inVersion, qualified } from '../registry/served-resource.ts';
import type { Services } from '../server/services.ts';
import { Entry } from '../store/entry.ts';
import { prepareForStatusUpdate, prepareForUpdate } from './prepare-for-update.ts';
import { admissionSubject, mutateByAdmission, validateByAdmission } from './run-admission.ts';
import { validateChanged, validateStatus } from './validate-object.ts';
import { type Write, type Written, writeContext } from './write.ts';

/**
 * Replaces an object. `makeNext` gets the stored object in the version of the write and returns the new state: decoded,
 * with managedFields, and with nothing shared that may not be modified but for parts of the stored object that the write
 * leaves alone; it is called again when the object changed while an admission plug-in made the write wait. Rejects with
 * StatusError when the change is not allowed. Happens in one step unless a plug-in makes it wait.
 */
export async function updateObject(
  services: Services,
  write: Write,
  first: Entry,
  makeNext: (live: KubeObject) => KubeObject,
): Promise<Written> {
  const warningsBefore = write.warnings.length;
  let entry = first;
  for (;;) {
    const written = await attempt(services, write, entry, makeNext);
    if (written !== undefined) return written;
    write.warnings.length = warningsBefore;
    entry = requireEntry(write);
  }
}

/** One attempt; undefined when it was overtaken. */
async function attempt(
  services: Services,
  write: Write,
  entry: Entry,
  makeNext: (live: KubeObject) => KubeObject,
): Promise<Written | undefined> {
  const { resource, version } = write.target;
  const live = inVersion(resource, entry.object, version.apiVersion);
  let made = makeNext(live);
  if (made === live) {
    if (!services.admission.repeats(admissionSubject(write))) return { entry, created: false };
    // What follows works in place, and the stored object is everybody's.
    made = deepCopy(live);
  }
  const mutated = mutateByAdmission(services, write, 'UPDATE', { object: made, oldObject: live });
  const object = mutated instanceof Promise ? await mutated : mutated;
  const next = checked(services, write, object, live);
  const validated = validateByAdmission(services, write, 'UPDATE', { object: next, oldObject: live });
  if (validated !== undefined) await validated;
  const isOvertaken = resource.collection.get(entry.namespace, entry.name) !== entry;
  return isOvertaken ? undefined : commit(services, write, entry, next, live);
}

/** The new state with what clients have no say in. Throws StatusError when it is not valid. */
function checked(services: Services, write: Write, object: KubeObject, live: KubeObject): KubeObject {
  const { resource } = write.target;
  const duplicates = dedupeOwnerReferences(object);
  if (duplicates.length > 0) write.warnings.push(duplicateOwnersWarning(duplicates));
  const next: KubeObject = { ...object, metadata: nextMetadata(write, object.metadata, live.metadata) };
  const context = writeContext(services, write);
  // An approval is a part of the status.
  const isStatus = write.subresource === 'status' || write.subresource === 'approval';
  if (isStatus) prepareForStatusUpdate(write.target, asJson(next), live, context);
  else prepareForUpdate(write.target, asJson(next), live, context);
  const errors = isStatus
    ? validateStatus(write.target, next, live)
    : validateChanged(write.target, next, live, context);
  if (errors.length > 0) throw invalid(claimedKind(resource, next), next.metadata.name, errors);
  write.warnings.push(...(isStatus ? [] : (resource.rules.warnings?.(next, live) ?? [])));
  return next;
}

/** The object behind a path. Throws StatusError 404. */
export function requireEntry(write: Write): Entry {
  const { resource } = write.target;
  const entry = resource.collection.get(resource.namespaced ? write.namespace : '', write.name);
  if (entry === undefined) throw notFound(qualified(resource), write.name);
  return entry;
}

/** An object that names a uid is meant for exactly that object. Throws StatusError 409. */
export function requireSameUid(write: Write, object: KubeObject, live: KubeObject): void {
  const { uid } = object.metadata;
  if (uid === undefined || uid === live.metadata.uid) return;
  const { resource } = write.target;
  const path = [resource.group, resource.plural, resource.namespaced ? write.namespace : '', write.name];
  const key = `/registry/${path.filter((part) => part !== '').join('/')}`;
  const why = `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`;
  const text = `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: ${why}`;
  throw conflict(qualified(resource), write.name, text);
}

/** Metadata of the new state: what only the server sets stays as it is. Throws StatusError for a stale resourceVersion. */
function nextMetadata(write: Write, metadata: ObjectMeta, live: ObjectMeta): ObjectMeta {
  const { resource } = write.target;
  const isUnconditional = metadata.resourceVersion === undefined || metadata.resourceVersion === '0';
  if (isUnconditional && resource.rules.requiresResourceVersion === true) {
    const errors = [invalidField('metadata.resourceVersion', 0, 'must be specified for an update')];
    throw invalid(qualified(resource), write.name, errors);
  }
  if (!isUnconditional && metadata.resourceVersion !== live.resourceVersion)
    throw staleVersion(qualified(resource), write.name);
  const { generation: _, deletionTimestamp, deletionGracePeriodSeconds, ...rest } = metadata;
  const grace = deletionGracePeriodSeconds ?? live.deletionGracePeriodSeconds;
  const end = live.deletionTimestamp ?? deletionTimestamp;
  return {
    ...rest,
    ...pick('uid', metadata.uid ?? live.uid),
    ...pick('resourceVersion', live.resourceVersion),
    ...pick('generation', live.generation),
    ...pick('creationTimestamp', live.creationTimestamp),
    ...pick('deletionTimestamp', end),
    ...pick('deletionGracePeriodSeconds', grace),
  };
}

function pick<K extends keyof ObjectMeta>(name: K, value: ObjectMeta[K] | undefined): Partial<ObjectMeta> {
  return value === undefined ? {} : { [name]: value };
}

function commit({ store }: Services, write: Write, entry: Entry, next: KubeObject, live: KubeObject): Written {
  const { resource } = write.target;
  if (isSame(next, live)) return { entry, created: false };
  const stored = inVersion(resource, next, resource.storageApiVersion);
  if (vanishes(write, stored)) {
    if (!write.dryRun) store.remove(resource.collection, entry, stored);
    return { entry: new Entry(stored, entry.revision), created: false };
  }
  return {
    entry: write.dryRun ? new Entry(stored, entry.revision) : store.put(resource.collection, stored),
    created: false,
  };
}

/** Whether nothing changed but the times in managedFields: then nothing is written and nobody is told. */
function isSame(next: KubeObject, live: KubeObject): boolean {
  const { managedFields: nextFields = [], ...newMetadata } = next.metadata;
  const { managedFields: liveFields = [], ...liveMetadata } = live.metadata;
  if (nextFields !== liveFields && !deepEqual(nextFields.map(withoutTime), liveFields.map(withoutTime))) return false;
  return deepEqual({ ...next, metadata: newMetadata }, { ...live, metadata: liveMetadata });
}

function withoutTime({ time: _, ...entry }: ManagedFieldsEntry): ManagedFieldsEntry {
  return entry;
}

/** An object that is being deleted goes as soon as nothing holds it any more. */
function vanishes(write: Write, object: KubeObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0 || deletionGracePeriodSeconds > 0) return false;
  return write.target.resource.rules.mayVanish?.(object) ?? true;
}
