import { parseConfiguration, parseCrdConfiguration } from '../config/load-configuration.ts';
import type { TransformerConfig } from '../config/transformer-config.ts';
import type { FileTree } from '../files/file-tree.ts';
import { type ParsedKustomization, parseKustomization } from '../kustomization/parse-kustomization.ts';
import { parseResources } from '../resources/parse-resources.ts';
import type { Resource } from '../resources/resource.ts';

interface CachedFile {
  readonly version: string | undefined;
  readonly content: Uint8Array;
  text?: string;
  resources?: readonly Resource[];
  kustomization?: ParsedKustomization;
  configuration?: TransformerConfig;
  crds?: TransformerConfig;
}

const decoder = new TextDecoder();

/** Contents of files and what was read out of them, kept from build to build as long as the file stays the same. */
export class FileCache {
  private readonly trees = new WeakMap<FileTree, Map<string, CachedFile>>();
  /** Files whose state was checked in the build that runs. */
  private checked = new Set<CachedFile>();

  /** Must be called before each build: files may have changed since. */
  startBuild(): void {
    this.checked = new Set();
  }

  read(files: FileTree, path: string): Uint8Array | undefined {
    return this.file(files, path)?.content;
  }

  /** Resources of a file: shared, copy before changing. Throws KustomizeError. */
  resources(files: FileTree, path: string, name: string): readonly Resource[] {
    const file = this.need(files, path);
    file.resources ??= parseResources(textOf(file), name);
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
    const known = this.treeOf(files);
    const cached = known.get(path);
    if (cached !== undefined && this.checked.has(cached)) return cached;
    const version = files.version?.(path);
    if (cached !== undefined && version !== undefined && version === cached.version) {
      this.checked.add(cached);
      return cached;
    }
    const content = files.readFile(path);
    if (content === undefined) {
      known.delete(path);
      return undefined;
    }
    const fresh =
      cached !== undefined && sameBytes(cached.content, content) ? { ...cached, version } : { version, content };
    known.set(path, fresh);
    this.checked.add(fresh);
    return fresh;
  }

  private treeOf(files: FileTree): Map<string, CachedFile> {
    let known = this.trees.get(files);
    if (known === undefined) {
      known = new Map();
      this.trees.set(files, known);
    }
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
