import type { RemoteLoader } from '../engine/kustomize-engine.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { FileTree } from './file-tree.ts';
import { climbsOut, isInside, joinPath, parentOf } from './join-path.ts';
import { isRemote } from './remote-url.ts';

/** What a folder needs to know about the build. */
export interface FolderOptions {
  readonly files: FileTree;
  readonly restrictions: 'root' | 'none';
  readonly remote: RemoteLoader | undefined;
  /** Reads a file of a tree; the engine remembers contents and what a build read. */
  readonly read: (files: FileTree, path: string) => Uint8Array | undefined;
}

/** A folder with a kustomization, as the start of the paths written in it. */
export class Folder {
  readonly root: string;
  readonly options: FolderOptions;
  private readonly referrer: Folder | undefined;

  private constructor(root: string, options: FolderOptions, referrer: Folder | undefined) {
    this.root = root;
    this.options = options;
    this.referrer = referrer;
  }

  /** The folder a build starts at. Throws KustomizeError. */
  static open(path: string, options: FolderOptions): Folder {
    const root = confirm('/', path, options);
    return new Folder(root, options, undefined);
  }

  /** A folder named in the kustomization of this one. Throws KustomizeError. */
  enter(path: string): Folder {
    if (path === '') throw new KustomizeError('new root cannot be empty', { reason: 'FolderNotFound' });
    if (isRemote(path)) return this.enterRemote(path);
    if (path.startsWith('/')) {
      throw new KustomizeError(`new root '${path}' cannot be absolute`, { reason: 'PathNotAllowed' });
    }
    refuseAmbiguous(path);
    const root = confirm(this.root, path, this.options);
    this.refuseCycle(root);
    return new Folder(root, this.options, this);
  }

  /** The content of a file named in the kustomization of this folder. Throws KustomizeError. */
  load(path: string): Uint8Array {
    const real = this.locate(path);
    const content = this.options.read(this.options.files, real);
    if (content === undefined) throw missing(real, false);
    return content;
  }

  /** Path of a file inside the tree, checked against the restrictions. */
  locate(path: string): string {
    if (isRemote(path)) throw refuseRemote(path);
    const joined = joinPath(this.root, path);
    const real = this.options.files.resolve(joined);
    if (real === undefined) throw missing(joined, climbsOut(this.root, path));
    if (this.options.files.isDirectory(real)) {
      throw new KustomizeError(`'${joined}' must resolve to a file`, { reason: 'FileNotFound' });
    }
    if (this.options.restrictions === 'root' && !isInside(parentOf(real), this.root)) {
      throw new KustomizeError(`security; file '${joined}' is not in or below '${this.root}'`, {
        reason: 'PathNotAllowed',
      });
    }
    return real;
  }

  /** True when a path names a folder of the tree. */
  hasFolder(path: string): boolean {
    if (path === '' || path.startsWith('/') || isRemote(path)) return false;
    const joined = joinPath(this.root, path);
    return this.options.files.isDirectory(joined);
  }

  private refuseCycle(root: string): void {
    for (let folder: Folder | undefined = this; folder !== undefined; folder = folder.referrer) {
      if (folder.options.files === this.options.files && isInside(folder.root, root)) {
        throw new KustomizeError(`cycle detected: candidate root '${root}' contains visited root '${folder.root}'`, {
          reason: 'Cycle',
        });
      }
    }
  }

  private enterRemote(url: string): Folder {
    const found = this.options.remote?.load(url);
    if (found === undefined) throw refuseRemote(url);
    const options: FolderOptions = { ...this.options, files: found.files, restrictions: 'root' };
    return new Folder(confirm('/', found.path, options), options, this);
  }
}

function confirm(folder: string, written: string, { files }: FolderOptions): string {
  const path = joinPath(folder, written);
  const real = files.resolve(path);
  if (real === undefined) {
    const { message, reason } = missing(path, climbsOut(folder, written));
    throw new KustomizeError(`must build at directory: not a valid directory: ${message}`, {
      reason: reason === 'FileNotFound' ? 'FolderNotFound' : reason,
    });
  }
  if (!files.isDirectory(real)) {
    throw new KustomizeError(`must build at directory: '${path}': file is not directory`, { reason: 'FolderNotFound' });
  }
  return real;
}

/** `../base - ../other` comes from two list entries that were indented into one. */
function refuseAmbiguous(path: string): void {
  if (!path.split('/').some((part) => part !== '..' && part.includes('..'))) return;
  const normal = joinPath('/', path).slice(1);
  throw new KustomizeError(
    `path ${JSON.stringify(path)} is ambiguous: resolves to ${JSON.stringify(normal)} after normalization, which is likely not the intended target; check for YAML indentation errors in your kustomization file`,
    { reason: 'PathNotAllowed' },
  );
}

function missing(path: string, climbs: boolean): KustomizeError {
  return climbs
    ? new KustomizeError(`'${path}' doesn't exist: the path leaves the root of the source`, {
        reason: 'PathNotAllowed',
      })
    : new KustomizeError(`'${path}' doesn't exist`, { reason: 'FileNotFound' });
}

function refuseRemote(url: string): KustomizeError {
  return new KustomizeError(
    `remote resource '${withoutCredentials(url)}' is not allowed: copy it into the repository`,
    {
      reason: 'RemoteNotAllowed',
    },
  );
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
