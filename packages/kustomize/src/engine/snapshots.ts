import type { TransformerConfig } from '../config/transformer-config.ts';
import type { FileAccess, Probe } from '../files/file-access.ts';
import type { FileTree } from '../files/file-tree.ts';
import type { Folder } from '../files/folder.ts';
import type { Resource } from '../resources/resource.ts';
import { Accumulator } from './accumulator.ts';
import type { FileCache } from './file-cache.ts';
import type { VariableSet } from './variable-set.ts';

/** Something a folder's result depends on: what was at a path, and the content that was read from it. */
interface Dependency {
  readonly files: FileTree;
  readonly path: string;
  readonly probe: Probe;
  readonly content: object | undefined;
}

/** What a folder yielded, in a state that nobody changes. */
interface Snapshot {
  readonly dependencies: readonly Dependency[];
  /** Folders entered on the way: a later build may reach this one from inside of one of them, which is a cycle. */
  readonly entered: readonly string[];
  readonly resources: readonly Resource[];
  readonly config: TransformerConfig;
  readonly variables: VariableSet;
  readonly aside: Aside;
}

/** What gathering a folder did to the session beside what it yielded. */
interface Aside {
  readonly warnings: readonly string[];
  readonly builtinUses: number;
}

/** What is recorded while a folder is gathered. */
export interface Recording {
  readonly dependencies: Map<string, Dependency>;
  readonly entered: Set<string>;
}

/** Watches what builds look at, and keeps what folders yielded from build to build. */
export class Snapshots implements FileAccess {
  private readonly cache: FileCache;
  private readonly byFolder = new WeakMap<FileTree, Map<string, Snapshot>>();
  private recordings: Recording[] = [];

  constructor(cache: FileCache) {
    this.cache = cache;
  }

  /** A first build takes no snapshots: most engines build once. */
  get isActive(): boolean {
    return this.cache.builds > 1;
  }

  startBuild(): void {
    this.recordings = [];
  }

  probe(files: FileTree, path: string): Probe {
    const probe = this.cache.probe(files, path);
    if (this.recordings.length > 0) this.record({ files, path, probe, content: this.contentOf(files, probe) });
    return probe;
  }

  read(files: FileTree, path: string): Uint8Array | undefined {
    return this.cache.read(files, path);
  }

  /** What the folder yielded before, when nothing it depends on has changed since. */
  reuse(folder: Folder, session: { readonly warnings: string[]; builtinUses: number }): Accumulator | undefined {
    const snapshot = this.isActive ? this.byFolder.get(folder.options.files)?.get(keyOf(folder)) : undefined;
    if (snapshot === undefined || !this.isCurrent(snapshot)) return undefined;
    for (const root of snapshot.entered) folder.refuseCycle(root);
    for (const dependency of snapshot.dependencies) this.record(dependency);
    for (const root of [folder.root, ...snapshot.entered]) this.noteEntered(root);
    session.warnings.push(...snapshot.aside.warnings);
    session.builtinUses += snapshot.aside.builtinUses;
    const copy = new Accumulator();
    copy.list.appendAll(snapshot.resources.map((resource) => resource.copy()));
    copy.config = snapshot.config;
    copy.variables = snapshot.variables;
    return copy;
  }

  /** Starts to record what a folder depends on. */
  begin(folder: Folder): Recording {
    this.noteEntered(folder.root);
    const recording: Recording = { dependencies: new Map(), entered: new Set() };
    this.recordings.push(recording);
    return recording;
  }

  noteEntered(root: string): void {
    for (const { entered } of this.recordings) entered.add(root);
  }

  /** Ends a recording, and all that began after it and were cut off by an error. */
  end(recording: Recording): void {
    this.recordings.length = this.recordings.indexOf(recording);
    for (const dependency of recording.dependencies.values()) this.record(dependency);
  }

  keep(folder: Folder, recording: Recording, result: Accumulator, aside: Aside): void {
    const { files } = folder.options;
    const folders = this.byFolder.get(files) ?? new Map<string, Snapshot>();
    this.byFolder.set(files, folders);
    folders.set(keyOf(folder), {
      dependencies: [...recording.dependencies.values()],
      entered: [...recording.entered],
      resources: result.list.resources.map((resource) => resource.copy()),
      config: result.config,
      variables: result.variables,
      aside,
    });
  }

  private record(dependency: Dependency): void {
    const last = this.recordings.at(-1);
    if (last !== undefined) last.dependencies.set(dependency.path, dependency);
  }

  private isCurrent({ dependencies }: Snapshot): boolean {
    return dependencies.every(({ files, path, probe, content }) => {
      const now = this.cache.probe(files, path);
      return now.kind === probe.kind && now.real === probe.real && this.contentOf(files, now) === content;
    });
  }

  private contentOf(files: FileTree, { kind, real }: Probe): object | undefined {
    return kind === 'file' ? this.cache.identity(files, real) : undefined;
  }
}

function keyOf({ root, options }: Folder): string {
  return `${options.restrictions} ${root}`;
}
