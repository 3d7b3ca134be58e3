import type { JsonObject, JsonValue, KubeObject } from '@flux19/objects';
import { isForeign } from './foreign-managers.ts';
import { mergeManagers } from './merge-managers.ts';

/** What older tools left behind: kubectl's copy of the last apply, and marks of Flux v1 and early v2. */
const staleAnnotations = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'kustomize.toolkit.fluxcd.io/checksum',
  'fluxcd.io/sync-checksum',
];
const staleLabels = ['fluxcd.io/sync-gc-mark'];

export interface CleanupOptions {
  readonly fieldManager: string;
  /** `--override-manager`. */
  readonly overrideManagers: readonly string[];
}

/** Whether an object has anything to clean up. */
export function needsCleanup({ metadata }: KubeObject, options: CleanupOptions): boolean {
  return (
    staleAnnotations.some((key) => metadata.annotations?.[key] !== undefined) ||
    staleLabels.some((key) => metadata.labels?.[key] !== undefined) ||
    (metadata.managedFields ?? []).some((entry) => isForeign(entry, options))
  );
}

/** The JSON patch that cleans an object up; empty when there is nothing to do. */
export function cleanupPatch({ metadata }: KubeObject, options: CleanupOptions): JsonValue[] {
  const operations: JsonObject[] = [
    ...staleAnnotations
      .filter((key) => metadata.annotations?.[key] !== undefined)
      .map((key) => remove('annotations', key)),
    ...staleLabels.filter((key) => metadata.labels?.[key] !== undefined).map((key) => remove('labels', key)),
  ];
  const merged = mergeManagers(metadata.managedFields ?? [], options);
  if (merged !== undefined)
    operations.push({ op: 'replace', path: '/metadata/managedFields', value: merged as unknown as JsonValue });
  return operations;
}

/** The JSON patch that moves every entry to another API version; empty when all are there. */
export function migrationPatch({ metadata, apiVersion }: KubeObject): JsonValue[] {
  const entries = metadata.managedFields ?? [];
  if (entries.every((entry) => entry.apiVersion === apiVersion)) return [];
  const value = entries.map((entry) => ({ ...entry, apiVersion })) as unknown as JsonValue;
  return [{ op: 'replace', path: '/metadata/managedFields', value }];
}

function remove(field: string, key: string): JsonObject {
  return { op: 'remove', path: `/metadata/${field}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}` };
}
