import { isJsonObject, parseJson } from '@flux19/objects';
import type { Descriptor } from '../content/manifest.ts';
import { readDescriptor } from '../content/parse-manifest.ts';
import type { RegistryStorage } from './registry-storage.ts';

/** What the repositories of a registry hold, over any storage. Content is shared; a repository shows only what is linked to it. */
export class RepositoryRecords {
  readonly #storage: RegistryStorage;
  /** Links and removals of content take turns: none may vanish between the look and the link. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(storage: RegistryStorage) {
    this.#storage = storage;
  }

  repositories(): Promise<string[]> {
    return this.#storage.listRecords(['repositories']);
  }

  async exists(repository: string): Promise<boolean> {
    const names = await this.#storage.listRecords(['repositories', repository]);
    return names.length > 0;
  }

  tags(repository: string): Promise<string[]> {
    return this.#storage.listRecords(path(repository, 'tags'));
  }

  /** The digest that a tag points to. */
  tag(repository: string, tag: string): Promise<string | undefined> {
    return this.#storage.readRecord(path(repository, 'tags', tag));
  }

  setTag(repository: string, tag: string, digest: string): Promise<void> {
    return this.#storage.writeRecord(path(repository, 'tags', tag), digest);
  }

  removeTag(repository: string, tag: string): Promise<boolean> {
    return this.#storage.removeRecord(path(repository, 'tags', tag));
  }

  /** The media type of a manifest; undefined when the repository has no such. */
  manifest(repository: string, digest: string): Promise<string | undefined> {
    return this.#storage.readRecord(path(repository, 'manifests', digest));
  }

  async hasBlob(repository: string, digest: string): Promise<boolean> {
    return (await this.#storage.readRecord(path(repository, 'blobs', digest))) !== undefined;
  }

  /** Makes stored content visible in a repository; false when it is not there. */
  linkBlob(repository: string, digest: string): Promise<boolean> {
    return this.#inTurn(async () => {
      if ((await this.#storage.blobSize(digest)) === undefined) return false;
      await this.#storage.writeRecord(path(repository, 'blobs', digest), '');
      return true;
    });
  }

  /** Stores and links the bytes of a manifest. */
  addManifest(repository: string, { digest, mediaType }: Descriptor, bytes: Uint8Array): Promise<void> {
    return this.#inTurn(async () => {
      const writer = await this.#storage.beginBlob();
      await writer.write(bytes);
      await writer.commit(digest);
      await this.#storage.writeRecord(path(repository, 'manifests', digest), mediaType);
    });
  }

  /** False when there was none. */
  removeBlob(repository: string, digest: string): Promise<boolean> {
    return this.#inTurn(() => this.#unlink(path(repository, 'blobs', digest), digest));
  }

  /** Removes a manifest with the tags that point to it; false when there was none. */
  removeManifest(repository: string, digest: string): Promise<boolean> {
    return this.#inTurn(async () => {
      for (const tag of await this.tags(repository)) {
        if ((await this.tag(repository, tag)) === digest) await this.removeTag(repository, tag);
      }
      return this.#unlink(path(repository, 'manifests', digest), digest);
    });
  }

  addReferrer(repository: string, subject: string, referrer: Descriptor): Promise<void> {
    return this.#storage.writeRecord(path(repository, 'referrers', subject, referrer.digest), JSON.stringify(referrer));
  }

  removeReferrer(repository: string, subject: string, digest: string): Promise<boolean> {
    return this.#storage.removeRecord(path(repository, 'referrers', subject, digest));
  }

  async referrers(repository: string, subject: string): Promise<Descriptor[]> {
    const folder = path(repository, 'referrers', subject);
    const texts = await Promise.all(
      (await this.#storage.listRecords(folder)).map((digest) => this.#storage.readRecord([...folder, digest])),
    );
    return texts.filter((text) => text !== undefined).map((text) => readDescriptor(toObject(text)));
  }

  async #unlink(record: readonly string[], digest: string): Promise<boolean> {
    const isThere = await this.#storage.removeRecord(record);
    if (isThere && !(await this.#isLinked(digest))) await this.#storage.removeBlob(digest);
    return isThere;
  }

  async #isLinked(digest: string): Promise<boolean> {
    for (const repository of await this.repositories()) {
      if (await this.hasBlob(repository, digest)) return true;
      if ((await this.manifest(repository, digest)) !== undefined) return true;
    }
    return false;
  }

  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(act);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

function path(repository: string, ...names: readonly string[]): string[] {
  return ['repositories', repository, ...names];
}

function toObject(text: string): unknown {
  const value = parseJson(text);
  return isJsonObject(value) ? value : {};
}
