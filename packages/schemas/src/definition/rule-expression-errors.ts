import type { JsonObject, StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { forbidden, internalError, invalid } from '../errors/make-field-error.ts';
import { type CompiledRule, compileRule } from '../rules/compile-rule.ts';
import { type DeclaredType, declaredType, maxRequestBytes } from '../rules/declared-type.ts';
import { printRule } from './print-versions.ts';
import type { RuleCosts } from './rule-costs.ts';
import { ruleCostLimit } from './rule-costs.ts';
import type { SchemaRules, SchemaScope } from './schema-scope.ts';

/** Checks the expressions of rules: that they compile, what they may cost, and whether they may look at oldSelf. */
export function ruleExpressionErrors(
  schema: StructuralSchema,
  scope: SchemaScope,
  rules: SchemaRules,
  costs: RuleCosts,
): FieldError[] {
  const path = child(scope.path, 'x-kubernetes-validations');
  const isResource = scope.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const declared = declaredType(schema, isResource, 'selfType');
  if (declared === undefined) {
    const why = 'unable to convert structural schema to CEL declarations';
    const what = 'failed to construct type information for x-kubernetes-validations rules';
    return [internalError(path, `internal error: ${what}: ${why}`)];
  }
  return (schema['x-kubernetes-validations'] ?? []).flatMap((rule, index) => {
    const compiled = compileRule(rule, schema, declared.type);
    return [
      ...costErrors(compiled, declared, item(path, index), scope, rules, costs),
      ...compileErrors(compiled, item(path, index)),
      ...oldSelfErrors(compiled, item(path, index), scope),
    ];
  });
}

function costErrors(
  compiled: CompiledRule,
  declared: DeclaredType,
  path: string,
  scope: SchemaScope,
  rules: SchemaRules,
  costs: RuleCosts,
): FieldError[] {
  const errors: FieldError[] = [];
  const times = scope.cardinality ?? Math.trunc(maxRequestBytes / (declared.minSize + 1));
  const charge = (cost: number, field: string, name: string): void => {
    costs.observe(child(path, field), cost);
    if (cost > ruleCostLimit && !rules.suppressCost)
      errors.push(forbidden(child(path, field), costs.explain(name, cost)));
  };
  if (compiled.program !== undefined) {
    const cost = costs.estimate(compiled.program, declared);
    charge(cost === 0 ? 0 : cost * times, 'rule', 'estimated rule cost');
  }
  if (compiled.message !== undefined) {
    charge(costs.estimate(compiled.message, declared), 'messageExpression', 'estimated messageExpression cost');
  }
  return errors;
}

function compileErrors({ rule, error, messageError }: CompiledRule, path: string): FieldError[] {
  const shownRule = printRule(rule as unknown as JsonObject);
  return [
    ...(error === undefined ? [] : [invalid(child(path, 'rule'), shownRule, error)]),
    ...(messageError === undefined ? [] : [invalid(child(path, 'messageExpression'), shownRule, messageError)]),
  ];
}

function oldSelfErrors({ rule, usesOldSelf }: CompiledRule, path: string, scope: SchemaScope): FieldError[] {
  if (usesOldSelf) {
    if (scope.uncorrelatable === undefined) return [];
    const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${scope.uncorrelatable}`;
    return [invalid(child(path, 'rule'), rule.rule, detail)];
  }
  if (rule.optionalOldSelf === undefined) return [];
  return [
    invalid(child(path, 'optionalOldSelf'), rule.optionalOldSelf, 'may not be set if oldSelf is not used in rule'),
  ];
}
