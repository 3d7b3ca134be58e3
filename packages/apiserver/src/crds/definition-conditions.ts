import type { JsonObject } from '@flux19/objects';
import { objectsField, textField } from '../json/fields.ts';

/** A condition of a CustomResourceDefinition. */
export interface DefinitionCondition {
  readonly type: 'NamesAccepted' | 'Established' | 'Terminating' | 'NonStructuralSchema';
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  readonly lastTransitionTime: string;
}

/** Sets a condition of a status in place; the time moves only when the condition's status does. */
export function setCondition(status: JsonObject, condition: DefinitionCondition): void {
  const conditions = objectsField(status, 'conditions');
  const old = conditions.find((one) => textField(one, 'type') === condition.type);
  const isSame = textField(old, 'status') === condition.status;
  const next = { ...condition, ...(isSame ? { lastTransitionTime: textField(old, 'lastTransitionTime') } : {}) };
  status['conditions'] =
    old === undefined ? [...conditions, next] : conditions.map((one) => (one === old ? next : one));
}
