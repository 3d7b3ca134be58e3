import { KustomizeError } from '../engine/kustomize-error.ts';
import { gvkText, type ResourceId } from '../identity/gvk.ts';
import type { SortOptions } from '../kustomization/kustomization.ts';
import type { Resource } from './resource.ts';

const defaultFirst = [
  'Namespace',
  'ResourceQuota',
  'StorageClass',
  'CustomResourceDefinition',
  'ServiceAccount',
  'PodSecurityPolicy',
  'Role',
  'ClusterRole',
  'RoleBinding',
  'ClusterRoleBinding',
  'ConfigMap',
  'Secret',
  'Endpoints',
  'Service',
  'LimitRange',
  'PriorityClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Deployment',
  'StatefulSet',
  'CronJob',
  'PodDisruptionBudget',
];
const defaultLast = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

interface Ranked {
  readonly resource: Resource;
  readonly rank: number;
  readonly type: string;
  readonly text: string;
}

/** Resources in the order that `sortOptions` asks for. Throws KustomizeError for options that make no sense. */
export function sortResources(
  resources: readonly Resource[],
  { order, legacySortOptions }: SortOptions,
): readonly Resource[] {
  if (order !== 'fifo' && order !== 'legacy') {
    throw invalid("the field 'sortOptions.order' must be one of [fifo, legacy]", 'sortOptions.order');
  }
  if (order === 'fifo') {
    if (legacySortOptions === undefined) return resources;
    throw invalid(
      "the field 'sortOptions.legacySortOptions' is set but the selected sort order is 'fifo', not 'legacy'",
      'sortOptions.legacySortOptions',
    );
  }
  const ranks = new Map<string, number>();
  const first = legacySortOptions === undefined ? defaultFirst : (legacySortOptions.orderFirst ?? []);
  const last = legacySortOptions === undefined ? defaultLast : (legacySortOptions.orderLast ?? []);
  for (const [index, kind] of first.entries()) ranks.set(kind, index - first.length);
  for (const [index, kind] of last.entries()) ranks.set(kind, index + 1);
  return resources
    .map((resource) => rank(resource, ranks))
    .sort(compare)
    .map(({ resource }) => resource);
}

function invalid(message: string, field: string): KustomizeError {
  return new KustomizeError(message, { reason: 'InvalidSortOptions', field });
}

function rank(resource: Resource, ranks: ReadonlyMap<string, number>): Ranked {
  const { id } = resource;
  return { resource, rank: ranks.get(id.kind) ?? 0, type: typeText(id), text: idSortText(id) };
}

function typeText({ group, version, kind }: ResourceId): string {
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}

function idSortText(id: ResourceId): string {
  return `${gvkText(id)}|${id.namespace || '~X'}|${id.name || '~N'}`;
}

function compare(left: Ranked, right: Ranked): number {
  if (left.rank !== right.rank) return left.rank - right.rank;
  if (left.type !== right.type) {
    const isNamespace = left.type.endsWith('_Namespace') && right.type.endsWith('_Namespace');
    const hasCore = left.type.startsWith('~G') || right.type.startsWith('~G');
    const order = byText(left.type, right.type);
    return isNamespace && hasCore ? -order : order;
  }
  return byText(left.text, right.text);
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
