import { fieldManagers } from '@flux19/api';
import { hasReason, type KubeClient } from '@flux19/kube';
import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import { writeStatus } from '@flux19/runtime';

/** Writes the status of one object, each time only what differs from the last state it knows of. */
export class StatusKeeper {
  readonly #client: KubeClient;
  readonly #remember: (object: KubeObject) => void;
  #object: KubeObject;

  constructor(client: KubeClient, remember: (object: KubeObject) => void, object: KubeObject) {
    this.#client = client;
    this.#remember = remember;
    this.#object = object;
  }

  /** Sends nothing when nothing differs. An object that is gone needs no status. */
  async write(status: object, signal: AbortSignal): Promise<void> {
    const write = {
      client: this.#client,
      object: this.#object,
      status: toJson(status),
      fieldManager: fieldManagers.source,
    };
    try {
      this.#object = await writeStatus(write, signal);
      this.#remember(this.#object);
    } catch (thrown) {
      if (!hasReason(thrown, 'NotFound')) throw thrown;
    }
  }
}

/** Keys without value are left out: an absent key is how a status drops a field. */
function toJson(status: object): JsonObject {
  const entries = Object.entries(status).filter(([, value]) => value !== undefined);
  const json: unknown = Object.fromEntries(entries);
  return isJsonObject(json) ? json : {};
}
