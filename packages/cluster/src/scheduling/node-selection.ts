import { type KubeObject, type LabelOperator, matchesLabels } from '@flux19/objects';
import type { PlacedPodSpec } from './scheduling-spec.ts';

interface NodeSelectorRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

/** All of it has to hold; an empty term chooses no node. */
export interface NodeSelectorTerm {
  readonly matchExpressions?: readonly NodeSelectorRequirement[];
  readonly matchFields?: readonly NodeSelectorRequirement[];
}

const operators: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
  ['Gt', 'gt'],
  ['Lt', 'lt'],
]);

/** Whether nodeSelector and required node affinity of a Pod choose a node. */
export function choosesNode({ nodeSelector = {}, affinity }: PlacedPodSpec, node: KubeObject): boolean {
  const labels = node.metadata.labels ?? {};
  const isSelected = Object.entries(nodeSelector).every(
    ([key, value]) => Object.hasOwn(labels, key) && labels[key] === value,
  );
  const required = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (!isSelected || required === undefined) return isSelected;
  return (required.nodeSelectorTerms ?? []).some((term) => termChooses(term, node));
}

function termChooses({ matchExpressions = [], matchFields = [] }: NodeSelectorTerm, node: KubeObject): boolean {
  if (matchExpressions.length + matchFields.length === 0) return false;
  const { labels = {}, name } = node.metadata;
  return (
    matchExpressions.every((requirement) => holds(requirement, labels)) &&
    matchFields.every((requirement) => holds(requirement, { 'metadata.name': name }))
  );
}

function holds(
  { key, operator, values = [] }: NodeSelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const known = operators.get(operator);
  return known !== undefined && matchesLabels({ requirements: [{ key, operator: known, values }] }, labels);
}
