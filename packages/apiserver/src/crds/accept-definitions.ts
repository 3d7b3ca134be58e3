import { deepCopy, deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField, textField } from '../json/fields.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import type { Collection } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
import { acceptNames } from './accept-names.ts';

const group = 'apiextensions.k8s.io';
const plural = 'customresourcedefinitions';
/** Under this name kube-apiserver writes what it decides about definitions. */
const manager = 'kube-apiserver';

/** Accepts the names of definitions and establishes them, in a write of its own after each that asks for it. */
export function acceptDefinitions(store: Store, catalogue: Catalogue, now: () => number): void {
  const definitions = store.collection(`${group}/${plural}`);
  const look = (name: string): void => {
    changeStatus({ store, catalogue, now }, name, (definition) =>
      acceptNames(definition, { now: now(), list: () => definitions.all().map(({ object }) => object) }),
    );
  };
  for (const { name } of [...definitions.all()]) look(name);
  definitions.subscribe(({ type, entry, previous }) => {
    const isDecided = type === 'MODIFIED' && entry.object['spec'] === previous?.object['spec'];
    // The write that asks is still being told to watchers: what follows from it comes after.
    if (type !== 'DELETED' && !isDecided) queueMicrotask(() => look(entry.name));
    if (type === 'ADDED') return;
    for (const name of rivalsOf(definitions, entry.object)) queueMicrotask(() => look(name));
  });
}

/** Definitions of the same group that wait for names. */
function rivalsOf(definitions: Collection, definition: KubeObject): string[] {
  const rivals = definitions.all().filter(({ object }) => groupOf(object) === groupOf(definition));
  return rivals.filter(({ object }) => object !== definition && isWaiting(object)).map(({ name }) => name);
}

function groupOf(definition: KubeObject): string {
  return textField(objectField(asJson(definition), 'spec'), 'group');
}

function isWaiting(definition: KubeObject): boolean {
  const conditions = objectField(asJson(definition), 'status')?.['conditions'];
  return Array.isArray(conditions) && conditions.some((one) => deepEqual(stateOf(one), ['NamesAccepted', 'False']));
}

function stateOf(condition: unknown): unknown[] {
  const { type, status } = condition as JsonObject;
  return [type, status];
}

export interface DefinitionWriter {
  readonly store: Store;
  readonly catalogue: Catalogue;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/** Writes a status that `change` makes in place, as kube-apiserver; nothing is written when nothing changes. */
export function changeStatus(writer: DefinitionWriter, name: string, change: (definition: JsonObject) => void): void {
  const { store, catalogue, now } = writer;
  const definitions = store.collection(`${group}/${plural}`);
  const entry = definitions.get('', name);
  const target = catalogue.find(group, 'v1', plural);
  if (entry === undefined || target === undefined) return;
  const live = entry.object;
  const updated = deepCopy(live);
  ensureObject(asJson(updated), 'status');
  change(asJson(updated));
  if (deepEqual(updated, live)) return;
  store.put(definitions, withManagedFields({ target, subresource: 'status' }, manager, now(), { live, updated }));
}
