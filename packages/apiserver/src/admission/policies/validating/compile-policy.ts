import type { KubeObject } from '@flux19/objects';
import { asJson, objectField, objectsField, textField } from '../../../json/fields.ts';
import { type CompiledExpression, compileExpression } from '../../expressions/compile-expression.ts';
import { compileFrame, type PolicyFrame } from '../compile-frame.ts';

/** One rule of a policy. */
export interface Validation {
  readonly expression: CompiledExpression;
  readonly message: string;
  readonly messageExpression: CompiledExpression | undefined;
  /** Empty for the default. */
  readonly reason: string;
}

/** A ValidatingAdmissionPolicy ready to be evaluated. */
export interface CompiledPolicy extends PolicyFrame {
  readonly validations: readonly Validation[];
  readonly auditAnnotations: readonly CompiledExpression[];
}

/** Compiles a policy; what does not compile fails when it is evaluated. */
export function compilePolicy(policy: KubeObject): CompiledPolicy {
  const spec = objectField(asJson(policy), 'spec');
  const { frame, choice } = compileFrame(spec);
  return {
    ...frame,
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
  };
}
