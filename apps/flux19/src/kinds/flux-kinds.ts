import { groups, shortRevision } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { type FluxKind, readiness, specOf, statusOf } from './flux-kind.ts';

const sourceVersion = `${groups.source}/v1`;
const imageVersion = `${groups.image}/v1`;
const notificationVersion = `${groups.notification}/v1beta3`;

function suspended(object: KubeObject): string {
  return specOf(object)['suspend'] === true ? 'True' : 'False';
}

function readyCells(object: KubeObject): [string, string] {
  const { ready, message } = readiness(object);
  return [ready, shortRevision(message)];
}

function fetchedRevision(object: KubeObject): string {
  return `fetched revision ${statusOf(object).artifact?.revision ?? ''}`;
}

/** A kind that offers an artifact. */
function source(kind: string, word: string, aliases: readonly string[], isStatic = false): FluxKind {
  return {
    apiVersion: sourceVersion,
    kind,
    humanKind: `source ${word}`,
    words: ['source', word],
    getWords: ['sources', word],
    aliases,
    columns: ['Revision', 'Suspended', 'Ready', 'Message'],
    summarize: (object) => [shortRevision(statusOf(object).artifact?.revision ?? ''), suspended(object), ...readyCells(object)],
    successMessage: fetchedRevision,
    canSuspend: !isStatic,
    isStatic,
  };
}

const gitRepository = source('GitRepository', 'git', []);
const ociRepository = source('OCIRepository', 'oci', []);
const bucket = source('Bucket', 'bucket', []);
const helmRepository = source('HelmRepository', 'helm', []);
const helmChart = source('HelmChart', 'chart', []);

const kustomization: FluxKind = {
  apiVersion: `${groups.kustomize}/v1`,
  kind: 'Kustomization',
  humanKind: 'kustomization',
  words: ['kustomization'],
  getWords: ['kustomizations'],
  aliases: ['ks', 'kustomization'],
  columns: ['Revision', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [shortRevision(statusOf(object).lastAppliedRevision ?? ''), suspended(object), ...readyCells(object)],
  successMessage: (object) => `applied revision ${statusOf(object).lastAppliedRevision ?? ''}`,
  canSuspend: true,
};

const helmRelease: FluxKind = {
  apiVersion: `${groups.helm}/v2`,
  kind: 'HelmRelease',
  humanKind: 'helmrelease',
  words: ['helmrelease'],
  getWords: ['helmreleases'],
  aliases: ['hr', 'helmrelease'],
  columns: ['Revision', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [releaseRevision(object), suspended(object), ...readyCells(object)],
  successMessage: (object) => `applied revision ${releaseRevision(object)}`,
  canSuspend: true,
};

function releaseRevision(object: KubeObject): string {
  const [latest] = (statusOf(object)['history'] ?? []) as readonly { readonly chartVersion?: string }[];
  return latest?.chartVersion ?? '';
}

const imageRepository: FluxKind = {
  apiVersion: imageVersion,
  kind: 'ImageRepository',
  humanKind: 'image repository',
  words: ['image', 'repository'],
  getWords: ['images', 'repository'],
  aliases: [],
  columns: ['Last scan', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [lastScan(object)?.scanTime ?? '', suspended(object), ...readyCells(object)],
  successMessage: (object) => `scan fetched ${lastScan(object)?.tagCount ?? 0} tags`,
  canSuspend: true,
};

function lastScan(object: KubeObject): { readonly scanTime?: string; readonly tagCount?: number } | undefined {
  return statusOf(object)['lastScanResult'] as { readonly scanTime?: string; readonly tagCount?: number } | undefined;
}

const imagePolicy: FluxKind = {
  apiVersion: imageVersion,
  kind: 'ImagePolicy',
  humanKind: 'image policy',
  words: ['image', 'policy'],
  getWords: ['images', 'policy'],
  aliases: [],
  columns: ['Image', 'Tag', 'Ready', 'Message'],
  summarize: (object) => [latestReference(object).name ?? '', latestReference(object).tag ?? '', ...readyCells(object)],
  successMessage: (object) => `selected ref ${latestReference(object).name ?? ''}:${latestReference(object).tag ?? ''}`,
  canSuspend: true,
};

function latestReference(object: KubeObject): { readonly name?: string; readonly tag?: string } {
  return (statusOf(object)['latestRef'] ?? {}) as { readonly name?: string; readonly tag?: string };
}

const imageUpdate: FluxKind = {
  apiVersion: imageVersion,
  kind: 'ImageUpdateAutomation',
  humanKind: 'image update',
  words: ['image', 'update'],
  getWords: ['images', 'update'],
  aliases: [],
  columns: ['Last run', 'Suspended', 'Ready', 'Message'],
  summarize: (object) => [String(statusOf(object)['lastAutomationRunTime'] ?? ''), suspended(object), ...readyCells(object)],
  successMessage: (object) => readiness(object).message,
  canSuspend: true,
};

const receiver: FluxKind = {
  apiVersion: `${groups.notification}/v1`,
  kind: 'Receiver',
  humanKind: 'receiver',
  words: ['receiver'],
  getWords: ['receivers'],
  aliases: ['receiver'],
  columns: ['Suspended', 'Ready', 'Message'],
  summarize: (object) => [suspended(object), ...readyCells(object)],
  successMessage: (object) => readiness(object).message,
  canSuspend: true,
};

const alert: FluxKind = {
  apiVersion: notificationVersion,
  kind: 'Alert',
  humanKind: 'alert',
  words: ['alert'],
  getWords: ['alerts'],
  aliases: ['alert'],
  columns: ['Suspended', 'Ready', 'Message'],
  summarize: (object) => [suspended(object), 'True', 'Alert is Ready'],
  successMessage: () => 'Alert is Ready',
  canSuspend: true,
  isStatic: true,
};

const alertProvider: FluxKind = {
  apiVersion: notificationVersion,
  kind: 'Provider',
  humanKind: 'alert provider',
  words: ['alert-provider'],
  getWords: ['alert-providers'],
  aliases: ['alert-provider'],
  columns: ['Ready', 'Message'],
  summarize: () => ['True', 'Provider is Ready'],
  successMessage: () => 'Provider is Ready',
  canSuspend: true,
  isStatic: true,
};

/** The kinds in the order in which `get all` shows them. */
export const fluxKinds: readonly FluxKind[] = [
  ociRepository,
  bucket,
  gitRepository,
  helmRepository,
  helmChart,
  imageRepository,
  imagePolicy,
  imageUpdate,
  helmRelease,
  kustomization,
  receiver,
  alertProvider,
  alert,
];

/** The kind of a source reference; undefined for kinds that cannot be reconciled from here. */
export function fluxKindNamed(kind: string): FluxKind | undefined {
  return fluxKinds.find((candidate) => candidate.kind.toLowerCase() === kind.toLowerCase());
}
