import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { requiredField, unsupportedField } from '../../../errors/field-errors.ts';
import { objectField, objectsField, textField } from '../../../json/fields.ts';
import { selectorErrors } from '../../../kinds/validation/checks.ts';
import { namedRuleErrors } from './validate-rules.ts';

export const matchPolicies: readonly string[] = ['Equivalent', 'Exact'];

/** Complaints about which writes a policy or binding is about. */
export function matchErrors(match: JsonObject | undefined, path: string): FieldError[] {
  if (match === undefined) return [];
  const policy = textField(match, 'matchPolicy');
  const selectors = ['namespaceSelector', 'objectSelector'].flatMap((name) => {
    const selector = objectField(match, name);
    return selector === undefined ? [requiredField(`${path}.${name}`)] : selectorErrors(selector, `${path}.${name}`);
  });
  const rules = ['resourceRules', 'excludeResourceRules'].flatMap((name) =>
    objectsField(match, name).flatMap((rule, n) => namedRuleErrors(rule, `${path}.${name}[${n}]`)),
  );
  const policyErrors = matchPolicies.includes(policy)
    ? []
    : [unsupportedField(`${path}.matchPolicy`, policy, matchPolicies)];
  return [...policyErrors, ...selectors, ...rules];
}
