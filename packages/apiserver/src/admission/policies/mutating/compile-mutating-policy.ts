import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField } from '../../../json/fields.ts';
import { type CompiledExpression, compileExpression } from '../../expressions/compile-expression.ts';
import type { VariableChoice } from '../../expressions/variable-types.ts';
import { compileFrame, type PolicyFrame } from '../compile-frame.ts';

/** One change that a policy makes. */
export interface Mutation {
  readonly patchType: 'ApplyConfiguration' | 'JSONPatch';
  readonly expression: CompiledExpression;
}

/** A MutatingAdmissionPolicy ready to be carried out. */
export interface CompiledMutatingPolicy extends PolicyFrame {
  readonly mutations: readonly Mutation[];
  /** Whether it wants to see what others change after it. */
  readonly isReinvoked: boolean;
}

/** Where a mutation of each type has its expression, and of what type that must be. */
export const patchForms = {
  ApplyConfiguration: { field: 'applyConfiguration', results: ['Object'] },
  JSONPatch: { field: 'jsonPatch', results: ['list(JSONPatch)'] },
} as const;

/** Compiles a policy; what does not compile fails when it is evaluated. */
export function compileMutatingPolicy(policy: KubeObject): CompiledMutatingPolicy {
  const spec = objectField(asJson(policy), 'spec');
  const { frame, choice } = compileFrame(spec);
  return {
    ...frame,
    mutations: objectsField(spec, 'mutations').map((mutation) => compileMutation(mutation, choice)),
    isReinvoked: textField(spec, 'reinvocationPolicy') === 'IfNeeded',
  };
}

function compileMutation(mutation: JsonObject, choice: VariableChoice): Mutation {
  const patchType = textField(mutation, 'patchType') === 'JSONPatch' ? 'JSONPatch' : 'ApplyConfiguration';
  const { field, results } = patchForms[patchType];
  const source = textField(objectField(mutation, field), 'expression');
  return { patchType, expression: compileExpression(source, { ...choice, makesPatches: true }, results) };
}
