import type { KubeObject } from '@flux19/objects';
import { schemaFromStructural } from '../types/schema-from-structural.ts';
import type { SchemaNode } from '../types/schema-node.ts';
import { applyConfig, type OwnershipConflict } from '../update/updater.ts';
import { ApplyRequestError } from './apply-request-error.ts';
import { ConflictError } from './conflict-error.ts';
import { decodeEntries } from './decode-entries.ts';
import { encodeEntries, printTime } from './encode-entries.ts';
import type { ApplyRequest, ApplyResult } from './field-manager-options.ts';
import { contestedBeyondLastApplied, lastAppliedManager, withLastApplied } from './last-applied.ts';
import { ManagedFieldsError } from './managed-fields-error.ts';
import type { ManagedState } from './managed-state.ts';
import { identityText } from './manager-identity.ts';
import { recordUpdate } from './record-update.ts';
import { strippedFields } from './strip-set.ts';
import { conversionOf, typed } from './typing.ts';
import { withManagedFields } from './with-managed-fields.ts';

/** Owner of what an object had before somebody first applied it. */
const beforeFirstApply = 'before-first-apply';

/**
 * Server-side apply. Throws ConflictError when other managers own fields with other values and `force` is not set,
 * TypedValueError when an object does not fit the schema, and ManagedFieldsError when the live managedFields are malformed.
 */
export function applyObject(request: ApplyRequest): ApplyResult {
  checkRequest(request);
  const live = request.live ?? ({ apiVersion: request.applied.apiVersion, kind: request.applied.kind } as KubeObject);
  const decoded = decodeLive(live);
  const state =
    request.live !== undefined && decoded.managers.size === 0 ? adopt(request.live, decoded, request) : decoded;
  const { object, state: after } = applyOver(live, state, request);
  const annotated = request.manager === lastAppliedManager ? withLastApplied(object, request.applied) : object;
  const stored = withManagedFields(annotated, encodeEntries(after, decoded));
  return { object: stored, changed: stored !== request.live };
}

function checkRequest({ applied, apiVersion }: ApplyRequest): void {
  if (apiVersion !== undefined && apiVersion !== applied.apiVersion) {
    const versions = `Specified patch version: ${applied.apiVersion}, expected: ${apiVersion}`;
    throw new ApplyRequestError(`Incorrect version specified in apply patch. ${versions}`);
  }
  if (applied.metadata?.managedFields) throw new ApplyRequestError('metadata.managedFields must be nil');
}

function decodeLive(live: KubeObject): ManagedState {
  try {
    return decodeEntries(live.metadata?.managedFields ?? []);
  } catch (cause) {
    if (!(cause instanceof ManagedFieldsError)) throw cause;
    throw new ManagedFieldsError(`failed to decode managed fields: ${cause.message}`, { cause });
  }
}

/** Gives all fields of an untracked object to an owner of their own. */
function adopt(live: KubeObject, state: ManagedState, request: ApplyRequest): ManagedState {
  const nothing = { apiVersion: live.apiVersion, kind: live.kind } as KubeObject;
  return recordUpdate({ live: nothing, updated: live }, state, { ...request, manager: beforeFirstApply });
}

interface Applied {
  readonly object: KubeObject;
  readonly state: ManagedState;
}

function applyOver(live: KubeObject, state: ManagedState, request: ApplyRequest): Applied {
  const type = schemaFromStructural(request.schema);
  const id = identityText({
    manager: request.manager === '' ? 'unknown' : request.manager,
    operation: 'Apply',
    ...(request.subresource ? { subresource: request.subresource } : {}),
  });
  const outcome = run(live, state, request, { type, id, force: request.force === true });
  if (outcome.kind === 'applied') return outcome;
  const contested =
    request.manager === lastAppliedManager
      ? contestedBeyondLastApplied(live, type, outcome.conflicts)
      : outcome.conflicts;
  if (contested.length > 0) throw ConflictError.from(contested);
  const forced = run(live, state, request, { type, id, force: true });
  if (forced.kind === 'applied') return forced;
  throw ConflictError.from(forced.conflicts);
}

interface Run {
  readonly type: SchemaNode;
  readonly id: string;
  readonly force: boolean;
}

type Outcome =
  | ({ readonly kind: 'applied' } & Applied)
  | { readonly kind: 'conflicts'; readonly conflicts: readonly OwnershipConflict[] };

function run(live: KubeObject, state: ManagedState, request: ApplyRequest, { type, id, force }: Run): Outcome {
  const config = typed(request.applied, type, 'failed to create typed patch object', {});
  const current = typed(live, type, 'failed to create typed live object', { allowDuplicates: true });
  const outcome = applyConfig(current, config, state.managers, {
    manager: id,
    apiVersion: request.applied.apiVersion,
    convert: conversionOf(request),
    ignoredFields: request.resetFields,
    force,
  });
  if (outcome.kind === 'conflicts') return outcome;
  const managers = new Map(outcome.managers);
  const own = managers.get(id);
  const set = own?.set.difference(strippedFields);
  if (own !== undefined && set !== undefined && !set.isEmpty()) managers.set(id, { ...own, set });
  else managers.delete(id);
  const isChanged = outcome.object.value !== current.value;
  const times = isChanged ? new Map(state.times).set(id, printTime(request.now)) : state.times;
  const object = isChanged ? (outcome.object.value as unknown as KubeObject) : live;
  return { kind: 'applied', object, state: { managers, times, entries: state.entries } };
}
