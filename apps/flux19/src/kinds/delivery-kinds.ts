import { groups } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import {
  type FluxKind,
  readiness,
  readyCells,
  type SourceTarget,
  sourceTarget,
  specOf,
  statusOf,
  suspendedCell,
} from './flux-kind.ts';
import { truncateHashes } from './truncate-hashes.ts';

export const kustomization: FluxKind = {
  apiVersion: `${groups.kustomize}/v1`,
  kind: 'Kustomization',
  humanKind: 'kustomization',
  words: ['kustomization'],
  getWords: ['kustomizations'],
  aliases: ['ks', 'kustomization'],
  columns: ['Revision', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [
    truncateHashes(statusOf(object).lastAppliedRevision ?? ''),
    suspendedCell(object),
    ...readyCells(object),
  ],
  successMessage: (object) => `applied revision ${statusOf(object).lastAppliedRevision ?? ''}`,
  sourceOf: (object) => sourceTarget(specOf(object)['sourceRef'], object),
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};

export const helmRelease: FluxKind = {
  apiVersion: `${groups.helm}/v2`,
  kind: 'HelmRelease',
  humanKind: 'helmrelease',
  words: ['helmrelease'],
  getWords: ['helmreleases'],
  aliases: ['hr', 'helmrelease'],
  columns: ['Revision', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => {
    // Flux cuts no hashes in the messages of releases.
    const { ready, message } = readiness(object);
    return [releaseRevision(object), suspendedCell(object), ready, message];
  },
  successMessage: (object) => `applied revision ${releaseRevision(object)}`,
  sourceOf: releaseSource,
  canReconcile: true,
  canSuspend: true,
  canDelete: true,
};

function releaseRevision(object: KubeObject): string {
  const [latest] = (statusOf(object)['history'] ?? []) as readonly { readonly chartVersion?: string }[];
  return latest?.chartVersion ?? String(statusOf(object)['lastAttemptedRevision'] ?? '');
}

function releaseSource(object: KubeObject): SourceTarget | undefined {
  const { chartRef, chart } = specOf(object) as {
    readonly chartRef?: unknown;
    readonly chart?: { readonly spec?: { readonly sourceRef?: unknown } };
  };
  return sourceTarget(chartRef ?? chart?.spec?.sourceRef, object);
}
