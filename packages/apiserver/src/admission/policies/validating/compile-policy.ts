import type { KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField } from '../../../json/fields.ts';
import { type CompiledExpression, compileExpression } from '../../expressions/compile-expression.ts';
import { type ComposedVariables, composeVariables } from '../../expressions/composed-variables.ts';
import { compileConditions } from '../../expressions/match-conditions.ts';

/** One rule of a policy. */
export interface Validation {
  readonly expression: CompiledExpression;
  readonly message: string;
  readonly messageExpression: CompiledExpression | undefined;
  /** Empty for the default. */
  readonly reason: string;
}

/** A ValidatingAdmissionPolicy ready to be evaluated. */
export interface CompiledPolicy {
  readonly variables: ComposedVariables;
  readonly conditions: readonly CompiledExpression[];
  readonly validations: readonly Validation[];
  readonly auditAnnotations: readonly CompiledExpression[];
  readonly failurePolicy: 'Fail' | 'Ignore';
  readonly hasParams: boolean;
}

/** Compiles a policy; what does not compile fails when it is evaluated. */
export function compilePolicy(policy: KubeObject): CompiledPolicy {
  const spec = objectField(asJson(policy), 'spec');
  const hasParams = objectField(spec, 'paramKind') !== undefined;
  const variables = composeVariables(objectsField(spec, 'variables'), { hasParams, hasAuthorizer: true });
  const choice = { hasParams, hasAuthorizer: true, composed: variables.types };
  return {
    variables,
    hasParams,
    conditions: compileConditions(objectsField(spec, 'matchConditions'), choice),
    validations: objectsField(spec, 'validations').map((validation) => {
      const messageExpression = textField(validation, 'messageExpression');
      return {
        expression: compileExpression(textField(validation, 'expression'), choice, ['bool']),
        message: textField(validation, 'message'),
        messageExpression:
          messageExpression === ''
            ? undefined
            : compileExpression(messageExpression, { ...choice, hasAuthorizer: false }, ['string']),
        reason: textField(validation, 'reason'),
      };
    }),
    auditAnnotations: objectsField(spec, 'auditAnnotations').map((one) =>
      compileExpression(textField(one, 'valueExpression'), choice, ['string', 'null_type']),
    ),
    failurePolicy: textField(spec, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail',
  };
}
