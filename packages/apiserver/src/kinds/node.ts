import type { JsonObject } from '@flux19/objects';
import { ensureObject, listField, objectsField, textField } from '../json/fields.ts';

const key = 'node.kubernetes.io/not-ready';

/** Nothing is placed on a new node before somebody has seen that it is ready. */
export function taintNewNode(node: JsonObject): void {
  const spec = ensureObject(node, 'spec');
  const isTainted = objectsField(spec, 'taints').some(
    (taint) => textField(taint, 'key') === key && textField(taint, 'effect') === 'NoSchedule',
  );
  if (!isTainted) spec['taints'] = [...listField(spec, 'taints'), { key, effect: 'NoSchedule' }];
}
