import type { KubeObject } from '@flux19/objects';
import { requireLiveDefinition } from '../crds/require-live-definition.ts';
import { addStoredDefaults } from '../crds/stored-state.ts';
import { alreadyExists, generateNameConflict, invalid } from '../errors/api-errors.ts';
import { asJson } from '../json/fields.ts';
import { generateName } from '../meta/generate-name.ts';
import { formatTime } from '../meta/metadata.ts';
import { dedupeOwnerReferences, duplicateOwnersWarning } from '../meta/owner-references.ts';
import { claimedKind, inVersion, qualified } from '../registry/served-resource.ts';
import type { Services } from '../server/services.ts';
import { Entry } from '../store/entry.ts';
import { requireActiveNamespace } from './namespace-lifecycle.ts';
import { prepareForCreate } from './prepare-for-create.ts';
import { mutateByAdmission, validateByAdmission } from './run-admission.ts';
import { validateNew } from './validate-object.ts';
import { type Write, type Written, writeContext } from './write.ts';

/** How often a name is generated before the server gives up. */
const nameAttempts = 8;

/**
 * Creates an object. It is decoded, in the version of the write, carries its managedFields, and becomes the store's own.
 * Rejects with StatusError when it is not allowed. Happens in one step unless an admission plug-in makes it wait.
 */
export async function createObject(services: Services, write: Write, object: KubeObject): Promise<Written> {
  requireActiveNamespace(services, write, object.metadata.name);
  requireLiveDefinition(services.store, write.target.resource, object.metadata.name);
  const mutated = mutateByAdmission(services, write, 'CREATE', { object, oldObject: undefined });
  let created: KubeObject = mutated instanceof Promise ? await mutated : mutated;
  const duplicates = dedupeOwnerReferences(created);
  if (duplicates.length > 0) write.warnings.push(duplicateOwnersWarning(duplicates));
  const context = writeContext(services, write);
  created = {
    ...created,
    metadata: { ...created.metadata, uid: services.newUid(), creationTimestamp: formatTime(context.now) },
  };
  chooseName(services, write, created);
  prepareForCreate(services, write.target, asJson(created), context);
  const errors = validateNew(write.target, created, context);
  if (errors.length > 0) throw invalid(claimedKind(write.target.resource, created), created.metadata.name, errors);
  write.warnings.push(...(write.target.resource.rules.warnings?.(created, undefined) ?? []));
  const validated = validateByAdmission(services, write, 'CREATE', { object: created, oldObject: undefined });
  if (validated !== undefined) await validated;
  // Whoever waited may find that the namespace went.
  if (validated !== undefined || mutated instanceof Promise)
    requireActiveNamespace(services, write, created.metadata.name);
  return commit(services, write, created);
}

function chooseName({ store }: Services, write: Write, object: KubeObject): void {
  const { metadata } = object;
  if (metadata.name !== '' || metadata.generateName === undefined) return;
  const { collection } = write.target.resource;
  for (let attempt = 0; attempt < nameAttempts; attempt++) {
    metadata.name = generateName(metadata.generateName);
    if (store.collection(collection.resource).get(metadata.namespace ?? '', metadata.name) === undefined) return;
  }
  throw generateNameConflict(qualified(write.target.resource), metadata.name);
}

function commit({ store }: Services, write: Write, object: KubeObject): Written {
  const { resource } = write.target;
  const { name, namespace = '' } = object.metadata;
  const existing = resource.collection.get(namespace, name);
  if (existing !== undefined) {
    const prefix = existing.object.metadata.deletionTimestamp === undefined ? '' : 'object is being deleted: ';
    throw alreadyExists(qualified(resource), name, prefix);
  }
  const stored = inVersion(resource, object, resource.storageApiVersion);
  addStoredDefaults(resource, stored);
  return { entry: write.dryRun ? new Entry(stored, 0) : store.put(resource.collection, stored), created: true };
}
