import type { RemoteLoader } from '../engine/kustomize-engine.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { FileAccess, Probe } from './file-access.ts';
import type { FileTree } from './file-tree.ts';
import { climbsOut, isInside, joinPath, parentOf } from './join-path.ts';
import { isRemoteUrl, withoutCredentials } from './remote-url.ts';

/** What a folder needs to know about the build. */
export interface FolderOptions {
  readonly files: FileTree;
  readonly restrictions: 'root' | 'none';
  readonly remote: RemoteLoader | undefined;
  readonly access: FileAccess;
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
    if (isRemoteUrl(path)) return this.enterRemote(path);
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
    const content = this.options.access.read(this.options.files, real);
    if (content === undefined) throw missing(real, false);
    return content;
  }

  /** Path of a file inside the tree, checked against the restrictions. */
  locate(path: string): string {
    if (isRemoteUrl(path)) throw refuseRemote(path);
    const probe = this.probe(path);
    const problem = this.problemOf(path, probe);
    if (problem !== undefined) throw problem;
    return probe.real;
  }

  /** The path of a file that may be read from here; undefined instead of an error. */
  find(path: string): string | undefined {
    const probe = this.probe(path);
    return probe.kind === 'file' && this.allows(probe) ? probe.real : undefined;
  }

  /** True when a path names a folder of the tree. */
  hasFolder(path: string): boolean {
    if (path === '' || path.startsWith('/') || isRemoteUrl(path)) return false;
    return this.probe(path).kind === 'folder';
  }

  private probe(path: string): Probe {
    return this.options.access.probe(this.options.files, joinPath(this.root, path));
  }

  private allows({ real }: Probe): boolean {
    return this.options.restrictions === 'none' || isInside(parentOf(real), this.root);
  }

  private problemOf(path: string, probe: Probe): KustomizeError | undefined {
    const joined = joinPath(this.root, path);
    if (probe.kind === 'missing') return missing(joined, climbsOut(this.root, path));
    if (probe.kind === 'folder') {
      return new KustomizeError(`'${joined}' must resolve to a file`, { reason: 'FileNotFound' });
    }
    if (this.allows(probe)) return undefined;
    return new KustomizeError(`security; file '${joined}' is not in or below '${this.root}'`, {
      reason: 'PathNotAllowed',
    });
  }

  /** Throws when a folder is this one, or one that holds it or a folder on the way here. */
  refuseCycle(root: string): void {
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

function confirm(folder: string, written: string, { files, access }: FolderOptions): string {
  const path = joinPath(folder, written);
  const { kind, real } = access.probe(files, path);
  if (kind === 'missing') {
    const { message, reason } = missing(path, climbsOut(folder, written));
    throw new KustomizeError(`must build at directory: not a valid directory: ${message}`, {
      reason: reason === 'FileNotFound' ? 'FolderNotFound' : reason,
    });
  }
  if (kind === 'file') {
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
