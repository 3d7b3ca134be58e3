import { groups } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { type FluxKind, readiness, readyCells, sourceTarget, specOf, statusOf, suspendedCell } from './flux-kind.ts';
import { truncateHashes } from './truncate-hashes.ts';

const apiVersion = `${groups.source}/v1`;

function revisionOf(object: KubeObject): string {
  return statusOf(object).artifact?.revision ?? '';
}

/** A kind that offers an artifact. */
function source(kind: string, word: string, changes: Partial<FluxKind> = {}): FluxKind {
  return {
    apiVersion,
    kind,
    humanKind: `source ${word}`,
    words: ['source', word],
    getWords: ['sources', word],
    aliases: [],
    columns: ['Revision', 'Suspended', 'Ready', 'Message'],
    summarize: (object) => [truncateHashes(revisionOf(object)), suspendedCell(object), ...readyCells(object)],
    successMessage: (object) => `fetched revision ${revisionOf(object)}`,
    canReconcile: true,
    canSuspend: true,
    canDelete: true,
    ...changes,
  };
}

export const gitRepository: FluxKind = source('GitRepository', 'git');

export const ociRepository: FluxKind = source('OCIRepository', 'oci');

export const bucket: FluxKind = source('Bucket', 'bucket');

/** A Helm repository of type `oci` only holds settings: no controller reads it. */
function isOciType(object: KubeObject): boolean {
  return specOf(object)['type'] === 'oci';
}

export const helmRepository: FluxKind = source('HelmRepository', 'helm', {
  summarize: (object) => [
    truncateHashes(revisionOf(object)),
    suspendedCell(object),
    ...(isOciType(object) ? ['True', 'Helm repository is Ready'] : readyCells(object)),
  ],
  successMessage: (object) =>
    isOciType(object) ? readiness(object).message : `fetched revision ${revisionOf(object)}`,
  isStatic: isOciType,
});

export const helmChart: FluxKind = source('HelmChart', 'chart', {
  // The revision of a chart is a version: nothing to cut.
  summarize: (object) => [revisionOf(object), suspendedCell(object), ...readyCells(object)],
  sourceOf: (object) => sourceTarget(specOf(object)['sourceRef'], object),
});

export const externalArtifact: FluxKind = source('ExternalArtifact', 'external', {
  humanKind: 'source external-artifact',
  columns: ['Revision', 'Source', 'Ready', 'Message'],
  summarize: (object) => [truncateHashes(revisionOf(object)), originOf(object), ...readyCells(object)],
  canReconcile: false,
  canSuspend: false,
  canDelete: false,
});

function originOf(object: KubeObject): string {
  const { kind, namespace = '', name } = (specOf(object)['sourceRef'] ?? {}) as Partial<Record<string, string>>;
  return kind === undefined ? '' : `${kind}/${namespace}/${name ?? ''}`;
}

export const artifactGenerator: FluxKind = {
  apiVersion: `${groups.sourceExtensions}/v1beta1`,
  kind: 'ArtifactGenerator',
  humanKind: 'artifactgenerator',
  words: ['artifact', 'generator'],
  getWords: ['artifacts', 'generators'],
  aliases: ['generator'],
  columns: ['Suspended', 'Ready', 'Message'],
  summarize: (object) => [isDisabled(object) ? 'True' : 'False', ...readyCells(object)],
  successMessage: (object) => readiness(object).message,
};

function isDisabled(object: KubeObject): boolean {
  return object.metadata.annotations?.[`${groups.sourceExtensions}/reconcile`]?.toLowerCase() === 'disabled';
}
