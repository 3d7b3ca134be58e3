import { groups } from '@flux19/api';
import type { FileTree } from '@flux19/kustomize';

/** Folders that hold nothing for a cluster. */
const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules']);
const manifest = /\.ya?ml$/;
const marker = new RegExp(`^apiVersion:\\s*["']?${groups.kustomize.replaceAll('.', '\\.')}/`, 'm');

/**
 * The folders that clusters follow: those which `flux bootstrap` marked with a `flux-system` folder, else the topmost folders in which
 * manifests of Flux Kustomizations stand. Sorted; empty when the repository has none.
 */
export function findClusters(files: FileTree, start: string): readonly string[] {
  const folders = foldersWithKustomizations(files, start);
  const bootstrapped = folders.filter((folder) => folder.endsWith('/flux-system')).map((folder) => parentOf(folder));
  if (bootstrapped.length > 0) return [...new Set(bootstrapped)].sort();
  const topmost = folders.filter((folder) => !folders.some((other) => other !== folder && isInside(folder, other)));
  return topmost.sort();
}

function foldersWithKustomizations(files: FileTree, start: string): string[] {
  const found: string[] = [];
  const waiting = [start];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const names = (files.list(folder) ?? []).filter((name) => !skipped.has(name));
    const paths = names.map((name) => join(folder, name));
    if (paths.some((path) => manifest.test(path) && holdsKustomization(files, path))) found.push(folder);
    waiting.push(...paths.filter((path) => files.isDirectory(path)));
  }
  return found;
}

function holdsKustomization(files: FileTree, path: string): boolean {
  const content = files.readFile(path);
  return content !== undefined && marker.test(new TextDecoder().decode(content));
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function isInside(path: string, folder: string): boolean {
  return folder === '/' ? path !== '/' : path.startsWith(`${folder}/`);
}
