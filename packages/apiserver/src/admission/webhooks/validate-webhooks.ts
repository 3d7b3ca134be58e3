import { isDns1123Subdomain, type JsonObject, type KubeObject } from '@flux19/objects';
import { type FieldError, reviewVersionErrors, webhookClientErrors } from '@flux19/schemas';
import { duplicateField, invalidField, requiredField, unsupportedField } from '../../errors/field-errors.ts';
import { asJson, field, numberField, objectField, objectsField, textField, textsField } from '../../json/fields.ts';
import { selectorErrors } from '../../kinds/validation/checks.ts';
import { conditionErrors } from '../policies/validation/validate-conditions.ts';
import { matchPolicies } from '../policies/validation/validate-match.ts';
import { ruleErrors } from '../policies/validation/validate-rules.ts';

/** Complaints about a ValidatingWebhookConfiguration or MutatingWebhookConfiguration. */
export function validateWebhooks(configuration: KubeObject): FieldError[] {
  const isMutating = configuration.kind === 'MutatingWebhookConfiguration';
  const seen = new Set<string>();
  const hint = 'must specify one of v1, v1beta1';
  return objectsField(asJson(configuration), 'webhooks').flatMap((webhook, n) => {
    const path = `webhooks[${n}]`;
    const name = textField(webhook, 'name');
    const duplicates = name !== '' && seen.has(name) ? [duplicateField(`${path}.name`, name)] : [];
    seen.add(name);
    const versions = textsField(webhook, 'admissionReviewVersions');
    return [
      ...nameErrors(name, `${path}.name`),
      ...objectsField(webhook, 'rules').flatMap((rule, m) => ruleErrors(rule, `${path}.rules[${m}]`)),
      ...choiceErrors(webhook, path, isMutating),
      ...clientErrors(webhook, path),
      ...conditionErrors(objectsField(webhook, 'matchConditions'), false, `${path}.matchConditions`),
      ...reviewVersionErrors(versions, `${path}.admissionReviewVersions`, true, hint),
      ...duplicates,
    ];
  });
}

function nameErrors(name: string, path: string): FieldError[] {
  if (name === '') return [requiredField(path)];
  const texts = isDns1123Subdomain(name);
  if (texts.length > 0) return [invalidField(path, name, texts.join(','))];
  if (name.split('.').length >= 3) return [];
  return [invalidField(path, name, 'should be a domain with at least three segments separated by dots')];
}

const sideEffects = ['None', 'NoneOnDryRun'];
const longestTimeoutSeconds = 30;

function choiceErrors(webhook: JsonObject, path: string, isMutating: boolean): FieldError[] {
  const timeout = numberField(webhook, 'timeoutSeconds') ?? 1;
  const isSilent = field(webhook, 'sideEffects') === undefined;
  const sidePath = `${path}.sideEffects`;
  return [
    ...choice(webhook, 'failurePolicy', path, ['Fail', 'Ignore']),
    ...choice(webhook, 'matchPolicy', path, matchPolicies),
    ...(isSilent ? [requiredField(sidePath, `must specify one of ${sideEffects.join(', ')}`)] : []),
    ...choice(webhook, 'sideEffects', path, sideEffects),
    ...(timeout < 1 || timeout > longestTimeoutSeconds
      ? [invalidField(`${path}.timeoutSeconds`, timeout, 'the timeout value must be between 1 and 30 seconds')]
      : []),
    ...['namespaceSelector', 'objectSelector'].flatMap((name) =>
      selectorErrors(objectField(webhook, name), `${path}.${name}`),
    ),
    ...(isMutating ? choice(webhook, 'reinvocationPolicy', path, ['IfNeeded', 'Never']) : []),
  ];
}

function choice(webhook: JsonObject, name: string, path: string, supported: readonly string[]): FieldError[] {
  const value = field(webhook, name);
  if (value === undefined || supported.includes(String(value))) return [];
  return [unsupportedField(`${path}.${name}`, value, supported)];
}

function clientErrors(webhook: JsonObject, path: string): FieldError[] {
  return webhookClientErrors(objectField(webhook, 'clientConfig') ?? {}, `${path}.clientConfig`);
}
