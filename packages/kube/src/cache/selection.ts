import { type KubeObject, matchesLabels, parseLabelSelector } from '@flux19/objects';
import type { SelectionOptions } from '../client/kube-client.ts';

const nameField = /^metadata\.(name|namespace)==?([^,]+)$/;

/** Whether a selection holds an object. False when that cannot be told here: for fields other than name and namespace. */
export function isSelected({ metadata }: KubeObject, selection: SelectionOptions): boolean {
  const { namespace, labelSelector, fieldSelector } = selection;
  if (namespace !== undefined && namespace !== '' && namespace !== metadata.namespace) return false;
  if (fieldSelector !== undefined && fieldSelector !== '' && !hasFields(metadata, fieldSelector)) return false;
  return (
    labelSelector === undefined ||
    labelSelector === '' ||
    matchesLabels(parseLabelSelector(labelSelector), metadata.labels ?? {})
  );
}

function hasFields(metadata: KubeObject['metadata'], fieldSelector: string): boolean {
  return fieldSelector.split(',').every((part) => {
    const match = nameField.exec(part.trim());
    const actual = match?.[1] === 'name' ? metadata.name : (metadata.namespace ?? '');
    return match !== null && actual === match[2];
  });
}

/** One text per selection: the key of a shared cache. */
export function selectionKey({ namespace = '', labelSelector = '', fieldSelector = '' }: SelectionOptions): string {
  return `${namespace}|${labelSelector}|${fieldSelector}`;
}
