import { groups } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { type FluxKind, readiness, statusOf, suspendedCell } from './flux-kind.ts';

const apiVersion = `${groups.image}/v1`;

/** Flux cuts no hashes in the messages of these kinds. */
function readyCells(object: KubeObject): [string, string] {
  const { ready, message } = readiness(object);
  return [ready, message];
}

export const imageRepository: FluxKind = {
  apiVersion,
  kind: 'ImageRepository',
  humanKind: 'image repository',
  words: ['image', 'repository'],
  getWords: ['images', 'repository'],
  aliases: [],
  columns: ['Last scan', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [lastScan(object)?.scanTime ?? '', suspendedCell(object), ...readyCells(object)],
  successMessage: (object) => `scan fetched ${lastScan(object)?.tagCount ?? 0} tags`,
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};

function lastScan(object: KubeObject): { readonly scanTime?: string; readonly tagCount?: number } | undefined {
  return statusOf(object)['lastScanResult'] as { readonly scanTime?: string; readonly tagCount?: number } | undefined;
}

export const imagePolicy: FluxKind = {
  apiVersion,
  kind: 'ImagePolicy',
  humanKind: 'image policy',
  words: ['image', 'policy'],
  getWords: ['images', 'policy'],
  aliases: [],
  columns: ['Image', 'Tag', 'Ready', 'Message'],
  summarize: (object) => [latestReference(object).name ?? '', latestReference(object).tag ?? '', ...readyCells(object)],
  successMessage: (object) => `selected ref ${latestReference(object).name ?? ''}:${latestReference(object).tag ?? ''}`,
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};

function latestReference(object: KubeObject): { readonly name?: string; readonly tag?: string } {
  return (statusOf(object)['latestRef'] ?? {}) as { readonly name?: string; readonly tag?: string };
}

export const imageUpdate: FluxKind = {
  apiVersion,
  kind: 'ImageUpdateAutomation',
  humanKind: 'image update automation',
  words: ['image', 'update'],
  getWords: ['images', 'update'],
  aliases: [],
  columns: ['Last run', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [
    String(statusOf(object)['lastAutomationRunTime'] ?? ''),
    suspendedCell(object),
    ...readyCells(object),
  ],
  successMessage: (object) => readiness(object).message,
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};
