import { KustomizeError } from '../engine/kustomize-error.ts';
import { kustomizationFileNames } from '../engine/load-target.ts';
import type { FileTree } from '../files/file-tree.ts';
import { joinPath } from '../files/join-path.ts';
import { isRemoteUrl } from '../files/remote-url.ts';
import { DecodeError, decode } from '../kustomization/decode.ts';
import { kustomizationShape } from '../kustomization/shape.ts';
import { readDocument } from '../reading/read-document.ts';
import { SyntaxProblem } from '../reading/syntax-error.ts';
import { parseResources } from '../resources/parse-resources.ts';

/** What {@link generateKustomization} found. */
export interface GeneratedKustomization {
  /** The kustomization of the folder: its file's content, or one made up from the manifests found. */
  readonly kustomization: Readonly<Record<string, unknown>>;
  /** Path of the file; undefined when the folder has none. */
  readonly file: string | undefined;
}

export interface GenerateOptions {
  /** Paths of the tree to leave out. */
  readonly isIgnored?: ((path: string) => boolean) | undefined;
}

const typeMeta = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
const decoder = new TextDecoder();

/**
 * The kustomization of a folder as Flux takes it: its file when there is one, else a list of every `*.yaml` and `*.yml` below that
 * holds manifests, where a sub-folder with a kustomization of its own is one entry. An empty folder is legal. Throws KustomizeError.
 */
export function generateKustomization(
  files: FileTree,
  path: string,
  options: GenerateOptions = {},
): GeneratedKustomization {
  const folder = joinPath('/', path);
  const file = kustomizationFileOf(files, folder);
  if (file !== undefined) return { kustomization: readKustomization(files, file, options), file };
  const resources: string[] = [];
  collect({ files, isIgnored: options.isIgnored ?? (() => false), resources, root: folder }, folder);
  // Kustomize refuses a kustomization without any content: Flux gives an empty one this namespace.
  const content = resources.length === 0 ? { namespace: '_placeholder' } : { resources };
  return { kustomization: { ...typeMeta, ...content }, file: undefined };
}

function kustomizationFileOf(files: FileTree, folder: string): string | undefined {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  return kustomizationFileNames
    .map((name) => prefix + name)
    .find((path) => files.resolve(path) !== undefined && !files.isDirectory(path));
}

/** Reads as loosely as Flux does: unknown fields are dropped. */
function readKustomization(files: FileTree, file: string, { isIgnored }: GenerateOptions): Record<string, unknown> {
  try {
    const text = decoder.decode(files.readFile(file)).replaceAll('\r\n', '\n');
    const value = readDocument(text, 'sigs')?.value ?? {};
    const read = (decode(value, kustomizationShape, { lenient: true, name: 'Kustomization' }) ?? {}) as Record<
      string,
      unknown
    >;
    const kustomization = { ...typeMeta, ...read };
    const resources = (read['resources'] ?? []) as readonly string[];
    if (isIgnored !== undefined) withoutIgnored(kustomization, file, isIgnored);
    // Flux: an otherwise empty kustomization still builds, thanks to this option.
    if (resources.length === 0) return { ...kustomization, buildMetadata: ['originAnnotations'] };
    return kustomization;
  } catch (cause) {
    const line = cause instanceof SyntaxProblem ? cause.line : undefined;
    const field = cause instanceof DecodeError ? cause.path : undefined;
    throw new KustomizeError((cause as Error).message, { reason: 'InvalidKustomization', file, line, field, cause });
  }
}

function withoutIgnored(
  kustomization: Record<string, unknown>,
  file: string,
  isIgnored: (path: string) => boolean,
): void {
  const folder = file.slice(0, file.lastIndexOf('/')) || '/';
  for (const field of ['resources', 'components', 'crds']) {
    const paths = kustomization[field] as readonly string[] | undefined;
    if (paths === undefined) continue;
    kustomization[field] = paths.filter((path) => isRemoteUrl(path) || !isIgnored(joinPath(folder, path)));
  }
}

interface Scan {
  readonly files: FileTree;
  readonly isIgnored: (path: string) => boolean;
  readonly resources: string[];
  readonly root: string;
}

function collect(scan: Scan, folder: string): void {
  const prefix = folder === '/' ? '/' : `${folder}/`;
  for (const name of scan.files.list(folder) ?? []) {
    const path = prefix + name;
    if (scan.files.resolve(path) !== path) continue;
    if (scan.files.isDirectory(path)) {
      if (kustomizationFileOf(scan.files, path) !== undefined) scan.resources.push(relative(scan.root, path));
      else collect(scan, path);
    } else if (/\.ya?ml$/.test(name) && !scan.isIgnored(path)) {
      checkManifests(scan.files, path);
      scan.resources.push(relative(scan.root, path));
    }
  }
}

function relative(root: string, path: string): string {
  return `.${root === '/' ? path : path.slice(root.length)}`;
}

function checkManifests(files: FileTree, path: string): void {
  try {
    parseResources(decoder.decode(files.readFile(path)), path);
  } catch (cause) {
    if (!(cause instanceof KustomizeError)) throw cause;
    const { reason, line, field } = cause;
    throw new KustomizeError(`failed to decode Kubernetes YAML from ${path}: ${cause.message}`, {
      reason,
      file: path,
      line,
      field,
      cause,
    });
  }
}
