// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#type-checking
import { builtinSchema } from '@flux19/builtin-types';
import { CelError, type CelType, compileCel, dynType } from '@flux19/cel';
import type { JsonObject, StructuralSchema } from '@flux19/objects';
import { declaredType } from '@flux19/schemas';
import { objectField, objectsField, textField } from '../../../json/fields.ts';
import type { Catalogue } from '../../../registry/catalogue.ts';
import type { Target } from '../../../registry/served-resource.ts';
import { variableTypes } from '../../expressions/variable-types.ts';
import { kindName, matchedKinds, parameterKind } from './matched-kinds.ts';

/** What does not fit the types of the kinds that a policy is about; part of its status. */
export interface ExpressionWarning {
  /** `spec.validations[0].expression` */
  readonly fieldRef: string;
  readonly warning: string;
}

/** Checks the expressions of a ValidatingAdmissionPolicy against each kind that it names. */
export function policyWarnings(policy: JsonObject, catalogue: Catalogue): ExpressionWarning[] {
  const checks = matchedKinds(policy, catalogue).map((target) => checkFor(policy, target, catalogue));
  const validations = objectsField(objectField(policy, 'spec'), 'validations');
  return validations.flatMap((validation, position) =>
    ['expression', 'messageExpression'].flatMap((field): ExpressionWarning[] => {
      const source = textField(validation, field);
      const complaints = source === '' ? [] : checks.flatMap((check) => check(source));
      const fieldRef = `spec.validations[${position}].${field}`;
      return complaints.length === 0 ? [] : [{ fieldRef, warning: complaints.join('\n') }];
    }),
  );
}

/** Checks single expressions against one kind. */
type Check = (source: string) => string[];

function checkFor(policy: JsonObject, target: Target, catalogue: Catalogue): Check {
  const spec = objectField(policy, 'spec');
  const object = objectType(target);
  const parameters = parameterKind(policy, catalogue);
  const hasParams = spec?.['paramKind'] !== undefined;
  const params = parameters === undefined ? dynType : objectType(parameters);
  const composed = new Map<string, CelType>();
  const compile = (source: string) => {
    const types = variableTypes({ hasParams, hasAuthorizer: true, composed: new Map(composed) });
    const variables = { ...types, object, oldObject: object, ...(hasParams ? { params } : {}) };
    return compileCel(source, { variables, library: 'kubernetes' });
  };
  for (const variable of objectsField(spec, 'variables')) {
    const type = complaining(() => compile(textField(variable, 'expression')).resultType);
    composed.set(textField(variable, 'name'), typeof type === 'string' ? dynType : type);
  }
  return (source) => {
    const found = complaining(() => compile(source));
    return typeof found === 'string' ? [`${kindName(target)}: ${found}\n`] : [];
  };
}

/** What is found, or why it does not fit. */
function complaining<T>(find: () => T): T | string {
  try {
    return find();
  } catch (thrown) {
    if (thrown instanceof CelError) return thrown.message;
    throw thrown;
  }
}

const anyKind = { group: '', version: 'v1', kind: 'ConfigMap' };
const text: StructuralSchema = { type: 'string' };

function objectType({ resource, version }: Target): CelType {
  const { schema } = version;
  if (schema === undefined) return dynType;
  // Metadata is the same in every kind.
  const metadata = builtinSchema(anyKind)?.properties?.['metadata'] ?? { type: 'object' };
  const whole = resource.isCustom
    ? { ...schema, properties: { ...schema.properties, apiVersion: text, kind: text, metadata } }
    : schema;
  return declaredType(whole, false, resource.kind)?.type ?? dynType;
}
