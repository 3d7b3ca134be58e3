import { type KubeObject, printJson } from '@flux19/objects';

/**
 * One state of one object. Never changes: a write makes a new entry. Everything that is derived from the state and costs
 * something is made once and kept with it, so that reads and watches of many clients share it.
 */
export class Entry {
  /** In the storage version; never modified. `kind` and `apiVersion` are its first two fields. */
  readonly object: KubeObject;
  /** The object's resourceVersion. */
  readonly revision: number;
  readonly namespace: string;
  readonly name: string;
  /** Orders entries as etcd orders their keys. */
  readonly key: string;
  #json: string | undefined;
  #bytes: Buffer | undefined;
  #derived: Map<string, unknown> | undefined;

  constructor(object: KubeObject, revision: number) {
    this.object = object;
    this.revision = revision;
    this.namespace = object.metadata.namespace ?? '';
    this.name = object.metadata.name;
    this.key = entryKey(this.namespace, this.name);
  }

  json(): string {
    this.#json ??= printJson(this.object);
    return this.#json;
  }

  bytes(): Buffer {
    if (this.#bytes === undefined) {
      this.#bytes = Buffer.from(this.json());
      // The text served its purpose; the bytes are what every later reader gets.
      this.#json = undefined;
    }
    return this.#bytes;
  }

  /** Lets go of what was derived, once another state has taken the place of this one: few ask for it then, and it can be made again. */
  forget(): void {
    this.#json = undefined;
    this.#bytes = undefined;
    this.#derived = undefined;
  }

  /** Makes a value from this entry once, for all who ask under the same name. */
  derived<T>(name: string, make: () => T): T {
    this.#derived ??= new Map();
    if (!this.#derived.has(name)) this.#derived.set(name, make());
    return this.#derived.get(name) as T;
  }
}

/** The key of an object within its resource: `namespace/name`, or the name alone for cluster-scoped objects. */
export function entryKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
