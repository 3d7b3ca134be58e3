import { randomUUID } from 'node:crypto';
import type { Clock } from '@flux19/ports';
import type { RegistryLimits } from './registry.ts';
import type { BlobWriter, RegistryStorage } from './registry-storage.ts';

/** An upload that is under way. */
export interface UploadSession {
  readonly id: string;
  readonly repository: string;
  readonly writer: BlobWriter;
  /** One request at a time may send. */
  isBusy: boolean;
  lastUsed: number;
}

/** The uploads that are under way in this process. */
export class UploadSessions {
  readonly #storage: RegistryStorage;
  readonly #clock: Clock;
  readonly #limits: RegistryLimits;
  readonly #sessions = new Map<string, UploadSession>();

  constructor(storage: RegistryStorage, clock: Clock, limits: RegistryLimits) {
    this.#storage = storage;
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Undefined when there are too many already. */
  async begin(repository: string): Promise<UploadSession | undefined> {
    await this.#giveUpIdle();
    if (this.#sessions.size >= this.#limits.uploads) return undefined;
    const session = {
      id: randomUUID(),
      repository,
      writer: await this.#storage.beginBlob(),
      isBusy: false,
      lastUsed: this.#clock.now(),
    };
    this.#sessions.set(session.id, session);
    return session;
  }

  find(repository: string, id: string): UploadSession | undefined {
    const session = this.#sessions.get(id);
    if (session?.repository !== repository) return undefined;
    session.lastUsed = this.#clock.now();
    return session;
  }

  /** Forgets a session whose writer has been committed or discarded. */
  end({ id }: UploadSession): void {
    this.#sessions.delete(id);
  }

  async #giveUpIdle(): Promise<void> {
    const oldest = this.#clock.now() - this.#limits.uploadIdleMs;
    for (const session of this.#sessions.values()) {
      if (session.isBusy || session.lastUsed >= oldest) continue;
      this.end(session);
      await session.writer.discard();
    }
  }
}
