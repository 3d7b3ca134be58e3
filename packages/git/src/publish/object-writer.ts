import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';

const compress = promisify(deflate);

/** Writes objects into a bare repository, each as a file of its own: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects */
export class ObjectWriter {
  readonly #folder: string;
  readonly #algorithm: 'sha1' | 'sha256';

  /** @param hashLength letters of a hash: 40 or 64 */
  constructor(folder: string, hashLength: number) {
    this.#folder = folder;
    this.#algorithm = hashLength === 64 ? 'sha256' : 'sha1';
  }

  /** Writes an object unless it is there, and answers its hash. */
  async write(type: 'blob' | 'tree' | 'commit', content: Uint8Array): Promise<string> {
    const object = Buffer.concat([Buffer.from(`${type} ${content.length}\0`), content]);
    const hash = createHash(this.#algorithm).update(object).digest('hex');
    const folder = join(this.#folder, 'objects', hash.slice(0, 2));
    const file = join(folder, hash.slice(2));
    if (existsSync(file)) return hash;
    await mkdir(folder, { recursive: true });
    // Renamed when complete: git never sees a part of it.
    const unfinished = `${file}.new-${process.hrtime.bigint()}`;
    await writeFile(unfinished, await compress(object), { mode: 0o444 });
    await rename(unfinished, file);
    return hash;
  }
}
