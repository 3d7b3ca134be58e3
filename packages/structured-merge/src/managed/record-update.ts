import type { KubeObject } from '@flux19/objects';
import { schemaFromStructural } from '../types/schema-from-structural.ts';
import { updateManagers } from '../update/updater.ts';
import { capUpdaters } from './cap-updaters.ts';
import { printTime } from './encode-entries.ts';
import type { FieldManagerOptions } from './field-manager-options.ts';
import type { ManagedState } from './managed-state.ts';
import { identityText } from './manager-identity.ts';
import { strippedFields } from './strip-set.ts';
import { withoutStructs } from './struct-fields.ts';
import { conversionOf, typed } from './typing.ts';

export interface ObjectChange {
  readonly live: KubeObject;
  readonly updated: KubeObject;
}

/** Stands for the manager during an update, so that what it takes now is told from what it had. */
const currentOperation = 'current-operation';

/** Gives the manager the fields that an update changed and takes them from everybody else. */
export function recordUpdate(change: ObjectChange, state: ManagedState, options: FieldManagerOptions): ManagedState {
  const apiVersion = options.apiVersion ?? change.updated.apiVersion;
  const type = schemaFromStructural(options.schema);
  const allowDuplicates = { allowDuplicates: true };
  const updated = typed(change.updated, type, 'failed to convert new object', allowDuplicates);
  const live = typed(change.live, type, 'failed to convert live object', allowDuplicates);
  const context = {
    manager: currentOperation,
    apiVersion,
    convert: conversionOf(options),
    ignoredFields: options.resetFields,
  };
  const managers = new Map(updateManagers(live, updated, state.managers, context));
  const taken = managers.get(currentOperation);
  managers.delete(currentOperation);
  const owned = taken?.set.difference(strippedFields);
  if (owned === undefined || owned.isEmpty()) return capUpdaters({ ...state, managers }, options.maxUpdaters);
  const set = options.isBuiltin === true ? withoutStructs(owned, type) : owned;
  const id = identityText({
    manager: options.manager === '' ? 'unknown' : options.manager,
    operation: 'Update',
    apiVersion,
    ...(options.subresource ? { subresource: options.subresource } : {}),
  });
  const previous = managers.get(id);
  managers.set(id, { set: previous === undefined ? set : set.union(previous.set), apiVersion, isApplied: false });
  const times = new Map(state.times).set(id, printTime(options.now));
  return capUpdaters({ managers, times, entries: state.entries }, options.maxUpdaters);
}
