import type { Stats } from 'node:fs';
import { link, lstat, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OciError } from '../oci-error.ts';
import type { LayerEntry } from './layer-entry.ts';
import { readPath } from './read-layer.ts';

/**
 * A folder that layers are unpacked into. No symbolic link is ever followed while writing: where a path goes through one, the layer is
 * refused, so that nothing can be written outside.
 */
export class UnpackedFolder {
  readonly #root: string;
  /** What the current layer has written: its whiteouts concern only what was there before. */
  #written = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  beginLayer(): void {
    this.#written = new Set();
  }

  async add(entry: LayerEntry): Promise<void> {
    const { kind, path } = entry;
    if (kind === 'other') return;
    if (kind === 'opaque') return this.#clear(path);
    if (path.length === 0) return;
    if (kind === 'whiteout') return this.#remove(path);
    await this.#makeFolders(path.slice(0, -1));
    for (let length = 1; length <= path.length; length += 1) this.#written.add(path.slice(0, length).join('/'));
    await this.#write(entry);
  }

  async #write({ kind, path, mode, target, content }: LayerEntry): Promise<void> {
    const file = this.#file(path);
    if (kind === 'folder') return this.#makeFolder(file);
    await rm(file, { recursive: true, force: true });
    // Whoever unpacks has to be able to read, change and remove it again.
    if (kind === 'file') await writeFile(file, content, { mode: 0o600 | (mode & 0o755), flag: 'wx' });
    else if (kind === 'link') await symlink(target, file);
    else await this.#hardLink(readPath(target), file);
  }

  async #hardLink(target: readonly string[], file: string): Promise<void> {
    await this.#checkFolders(target.slice(0, -1));
    const found = await statusOf(this.#file(target));
    if (found?.isFile() !== true) throw refused(target, 'a hard link leads to what is no file');
    await link(this.#file(target), file);
  }

  async #makeFolder(file: string): Promise<void> {
    const found = await statusOf(file);
    if (found?.isDirectory() === true) return;
    if (found !== undefined) await rm(file, { recursive: true, force: true });
    await mkdir(file, { mode: 0o755 });
  }

  /** Makes the folders above a path that are missing. */
  async #makeFolders(path: readonly string[]): Promise<void> {
    for (let length = 1; length <= path.length; length += 1) {
      const part = path.slice(0, length);
      const found = await statusOf(this.#file(part));
      if (found === undefined) await mkdir(this.#file(part), { mode: 0o755 });
      else if (!found.isDirectory()) throw refused(part, 'a path goes through a link or file');
    }
  }

  async #checkFolders(path: readonly string[]): Promise<void> {
    for (let length = 1; length <= path.length; length += 1) {
      const part = path.slice(0, length);
      if ((await statusOf(this.#file(part)))?.isDirectory() !== true) {
        throw refused(part, 'a path goes through a link or file');
      }
    }
  }

  async #remove(path: readonly string[]): Promise<void> {
    if (this.#written.has(path.join('/')) || !(await this.#isReachable(path.slice(0, -1)))) return;
    await rm(this.#file(path), { recursive: true, force: true });
  }

  /** Removes what layers below have put into a folder. */
  async #clear(path: readonly string[]): Promise<void> {
    if (!(await this.#isReachable(path))) return;
    for (const name of await readdir(this.#file(path))) await this.#remove([...path, name]);
  }

  async #isReachable(path: readonly string[]): Promise<boolean> {
    for (let length = 1; length <= path.length; length += 1) {
      const found = await statusOf(this.#file(path.slice(0, length)));
      if (found?.isDirectory() !== true) return false;
    }
    return true;
  }

  #file(path: readonly string[]): string {
    return join(this.#root, ...path);
  }
}

async function statusOf(file: string): Promise<Stats | undefined> {
  try {
    return await lstat(file);
  } catch {
    return undefined;
  }
}

function refused(path: readonly string[], why: string): OciError {
  return new OciError('InvalidContent', `the layer cannot be unpacked: ${why}: ${JSON.stringify(path.join('/'))}`);
}
