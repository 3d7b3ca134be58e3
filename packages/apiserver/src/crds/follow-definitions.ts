import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, ensureObject, objectField, textField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import { resourceKey } from '../registry/catalogue.ts';
import type { Entry } from '../store/entry.ts';
import type { Store } from '../store/store.ts';
import { changeStatus, type DefinitionWriter } from './accept-definitions.ts';
import { customResource } from './custom-resource.ts';
import { setCondition } from './definition-conditions.ts';
import { cleanupFinalizer, isEstablished } from './definition-rules.ts';
import { addNewDefaults } from './stored-state.ts';

/** Where CustomResourceDefinitions are stored. */
const definitionsKey: string = 'apiextensions.k8s.io/customresourcedefinitions';

/** Serves what the stored CustomResourceDefinitions define, from now on and as they change. */
export function followDefinitions(store: Store, catalogue: Catalogue, now: () => number): void {
  const definitions = store.collection(definitionsKey);
  const serve = (definition: KubeObject): void => {
    if (!isEstablished(definition)) return;
    const resource = customResource(definition, store);
    catalogue.add(resource);
    // Where it has never changed, every object has had its defaults from the beginning.
    if ((definition.metadata.generation ?? 1) > 1) addNewDefaults(resource);
  };
  for (const { object } of definitions.all()) serve(object);
  const cleanup = new InstanceCleanup({ store, catalogue, now });
  definitions.subscribe(({ type, entry, previous }) => {
    if (type === 'DELETED') {
      const { group, plural } = namesOf(entry.object);
      catalogue.remove(group, plural);
      return;
    }
    if (!isSameDefinition(entry, previous)) serve(entry.object);
    if (isCleaningUp(entry.object)) cleanup.begin(entry.object);
  });
  for (const { object } of definitions.all()) if (isCleaningUp(object)) cleanup.begin(object);
}

/** Whether a change left the spec and the status alone, as most writes of metadata do. */
function isSameDefinition(entry: Entry, previous: Entry | undefined): boolean {
  if (previous === undefined) return false;
  return entry.object['spec'] === previous.object['spec'] && entry.object['status'] === previous.object['status'];
}

function isCleaningUp({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp !== undefined && (metadata.finalizers ?? []).includes(cleanupFinalizer);
}

function namesOf(definition: KubeObject): { readonly group: string; readonly plural: string } {
  const spec = objectField(asJson(definition), 'spec');
  return { group: textField(spec, 'group'), plural: textField(objectField(spec, 'names'), 'plural') };
}

/** Deletes the objects of a definition that is being deleted, and lets it go when the last one is gone. */
class InstanceCleanup {
  readonly #writer: DefinitionWriter;
  readonly #underWay = new Set<string>();

  constructor(writer: DefinitionWriter) {
    this.#writer = writer;
  }

  begin(definition: KubeObject): void {
    const { name } = definition.metadata;
    if (this.#underWay.has(name)) return;
    this.#underWay.add(name);
    const { group, plural } = namesOf(definition);
    const tell = (): void => changeStatus(this.#writer, name, (object) => this.#setInProgress(object));
    const instances = this.#writer.store.collection(resourceKey(group, plural));
    // The write that began this is still being told to watchers: what follows from it comes after.
    queueMicrotask(() => {
      tell();
      for (const entry of [...instances.all()]) this.#deleteInstance(entry, group, plural);
      const stop = instances.subscribe(({ type }) => {
        if (type === 'DELETED') queueMicrotask(finishIfEmpty);
      });
      const finishIfEmpty = (): void => {
        if (instances.size > 0 || !this.#underWay.has(name)) return;
        stop();
        this.#underWay.delete(name);
        this.#release(name);
      };
      finishIfEmpty();
    });
  }

  #setInProgress(definition: JsonObject): void {
    setCondition(ensureObject(definition, 'status'), {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionInProgress',
      message: 'CustomResource deletion is in progress',
      lastTransitionTime: formatTime(this.#writer.now()),
    });
  }

  #deleteInstance(entry: Entry, group: string, plural: string): void {
    const collection = this.#writer.store.collection(resourceKey(group, plural));
    if ((entry.object.metadata.finalizers ?? []).length === 0) {
      this.#writer.store.remove(collection, entry);
      return;
    }
    if (entry.object.metadata.deletionTimestamp !== undefined) return;
    const { metadata } = entry.object;
    const generation = metadata.generation === undefined ? {} : { generation: metadata.generation + 1 };
    const ending = { deletionTimestamp: formatTime(this.#writer.now()), deletionGracePeriodSeconds: 0 };
    this.#writer.store.put(collection, { ...entry.object, metadata: { ...metadata, ...generation, ...ending } });
  }

  #release(name: string): void {
    const definitions = this.#writer.store.collection(definitionsKey);
    const entry = definitions.get('', name);
    if (entry === undefined) return;
    const finalizers = (entry.object.metadata.finalizers ?? []).filter((one) => one !== cleanupFinalizer);
    if (finalizers.length === 0) this.#writer.store.remove(definitions, entry);
    else this.#writer.store.put(definitions, { ...entry.object, metadata: { ...entry.object.metadata, finalizers } });
  }
}
