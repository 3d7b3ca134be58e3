import type { JsonObject } from '@flux19/objects';
import { objectField, objectsField, textField } from '../../json/fields.ts';
import type { CompiledExpression } from '../expressions/compile-expression.ts';
import { type ComposedVariables, composeVariables } from '../expressions/composed-variables.ts';
import { compileConditions } from '../expressions/match-conditions.ts';
import type { VariableChoice } from '../expressions/variable-types.ts';

/** What policies of every kind have. */
export interface PolicyFrame {
  readonly variables: ComposedVariables;
  readonly conditions: readonly CompiledExpression[];
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly hasParams: boolean;
}

/** Compiles it from the spec of a policy; `choice` is what the other expressions of the policy may name. */
export function compileFrame(spec: JsonObject | undefined): {
  readonly frame: PolicyFrame;
  readonly choice: VariableChoice;
} {
  const hasParams = objectField(spec, 'paramKind') !== undefined;
  const variables = composeVariables(objectsField(spec, 'variables'), { hasParams, hasAuthorizer: true });
  const choice = { hasParams, hasAuthorizer: true, composed: variables.types };
  const conditions = compileConditions(objectsField(spec, 'matchConditions'), choice);
  const failurePolicy = textField(spec, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail';
  return { frame: { variables, conditions, failurePolicy, hasParams }, choice };
}
