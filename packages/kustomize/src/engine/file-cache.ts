import type { ReadPatch } from '../builtins/read-patch.ts';
import { parseConfiguration, parseCrdConfiguration } from '../config/load-configuration.ts';
import type { TransformerConfig } from '../config/transformer-config.ts';
import type { FileAccess, Probe } from '../files/file-access.ts';
import type { FileTree } from '../files/file-tree.ts';
import { type ParsedKustomization, parseKustomization } from '../kustomization/parse-kustomization.ts';
import { parseResources } from '../resources/parse-resources.ts';
import type { Resource } from '../resources/resource.ts';

interface CachedFile {
  version: string | undefined;
  readonly content: Uint8Array;
  text?: string;
  resources?: readonly Resource[];
  kustomization?: ParsedKustomization;
  configuration?: TransformerConfig;
  crds?: TransformerConfig;
}

interface CachedTree {
  /** By real path. */
  readonly files: Map<string, CachedFile>;
  /** What was looked at in the build that runs. */
  readonly probes: Map<string, Probe>;
  /** Files whose content was compared in the build that runs. */
  readonly checked: Set<string>;
  /** The build that used the tree last. */
  lastBuild: number;
}

const decoder = new TextDecoder();

/** Contents of files and what was read out of them, kept from build to build as long as the file stays the same. */
export class FileCache implements FileAccess {
  private readonly trees = new Map<FileTree, CachedTree>();
  builds = 0;
  /** Patches by their text, wherever they are written. */
  readonly patches: Map<string, ReadPatch> = new Map();

  /** Must be called before each build: files may have changed since. */
  startBuild(): void {
    this.builds++;
    for (const [files, tree] of this.trees) {
      // Trees of remote folders come and go: one that a whole build did not use is forgotten.
      if (tree.lastBuild < this.builds - 1) this.trees.delete(files);
      else this.forgetLooks(files, tree);
    }
  }

  private forgetLooks(files: FileTree, { probes, checked }: CachedTree): void {
    files.refresh?.();
    probes.clear();
    checked.clear();
  }

  probe(files: FileTree, path: string): Probe {
    const { probes } = this.treeOf(files);
    const known = probes.get(path);
    if (known !== undefined) return known;
    const real = files.resolve(path);
    const probe: Probe =
      real === undefined
        ? { kind: 'missing', real: path, version: undefined }
        : files.isDirectory(real)
          ? { kind: 'folder', real, version: undefined }
          : { kind: 'file', real, version: files.version?.(real) };
    probes.set(path, probe);
    return probe;
  }

  read(files: FileTree, path: string): Uint8Array | undefined {
    return this.file(files, path)?.content;
  }

  /** Something that is the same as long as the content of a file is. */
  identity(files: FileTree, path: string): object | undefined {
    return this.file(files, path)?.content;
  }

  /** Resources of a file: shared, copy before changing. Throws KustomizeError. */
  resources(files: FileTree, path: string): readonly Resource[] {
    const file = this.need(files, path);
    file.resources ??= parseResources(textOf(file), path);
    return file.resources;
  }

  kustomization(files: FileTree, path: string, folder: string): ParsedKustomization {
    const file = this.need(files, path);
    file.kustomization ??= parseKustomization(textOf(file), path, folder);
    return file.kustomization;
  }

  configuration(files: FileTree, path: string): TransformerConfig {
    const file = this.need(files, path);
    file.configuration ??= parseConfiguration(textOf(file), path);
    return file.configuration;
  }

  crds(files: FileTree, path: string): TransformerConfig {
    const file = this.need(files, path);
    file.crds ??= parseCrdConfiguration(textOf(file), path);
    return file.crds;
  }

  private need(files: FileTree, path: string): CachedFile {
    const file = this.file(files, path);
    if (file === undefined) throw new Error(`file vanished during the build: ${path}`);
    return file;
  }

  private file(files: FileTree, path: string): CachedFile | undefined {
    const tree = this.treeOf(files);
    const cached = tree.files.get(path);
    if (cached !== undefined && tree.checked.has(path)) return cached;
    tree.checked.add(path);
    const { version } = this.probe(files, path);
    if (cached !== undefined && version !== undefined && version === cached.version) return cached;
    const content = files.readFile(path);
    if (content === undefined) {
      tree.files.delete(path);
      return undefined;
    }
    if (cached !== undefined && sameBytes(cached.content, content)) {
      cached.version = version;
      return cached;
    }
    const fresh: CachedFile = { version, content };
    tree.files.set(path, fresh);
    return fresh;
  }

  private treeOf(files: FileTree): CachedTree {
    let known = this.trees.get(files);
    if (known === undefined) {
      files.refresh?.();
      known = { files: new Map(), probes: new Map(), checked: new Set(), lastBuild: this.builds };
      this.trees.set(files, known);
    }
    known.lastBuild = this.builds;
    return known;
  }
}

function textOf(file: CachedFile): string {
  file.text ??= decoder.decode(file.content);
  return file.text;
}

function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) if (left[index] !== right[index]) return false;
  return true;
}
