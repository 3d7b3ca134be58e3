import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, numberField, objectField, objectsField, textField, textsField } from '../../json/fields.ts';
import type { CompiledExpression } from '../expressions/compile-expression.ts';
import { compileConditions } from '../expressions/match-conditions.ts';

/** One webhook of a configuration, ready to be asked. */
export interface Webhook {
  readonly name: string;
  /** Tells it from its namesakes in other configurations. */
  readonly key: string;
  readonly rules: readonly JsonObject[];
  readonly isEquivalent: boolean;
  /** What its selectors stand in. */
  readonly selection: JsonObject;
  readonly conditions: readonly CompiledExpression[];
  readonly failurePolicy: 'Fail' | 'Ignore';
  /** May be asked about dry runs. */
  readonly isDryRunSafe: boolean;
  readonly timeoutSeconds: number;
  /** Wants to see what others changed after it. */
  readonly isReinvoked: boolean;
  /** The first of the versions it accepts that is known here. */
  readonly reviewVersion: 'v1' | 'v1beta1' | undefined;
  readonly clientConfig: JsonObject | undefined;
}

const choice = { hasParams: false, hasAuthorizer: true, composed: undefined };
const defaultTimeoutSeconds = 10;

/** The webhooks of a configuration, in their order. */
export function readWebhooks(configuration: KubeObject): Webhook[] {
  return objectsField(asJson(configuration), 'webhooks').map((webhook, n) => ({
    name: textField(webhook, 'name'),
    key: `${configuration.metadata.name}/${textField(webhook, 'name')}/${n}`,
    rules: objectsField(webhook, 'rules'),
    isEquivalent: textField(webhook, 'matchPolicy') !== 'Exact',
    selection: webhook,
    conditions: compileConditions(objectsField(webhook, 'matchConditions'), choice),
    failurePolicy: textField(webhook, 'failurePolicy') === 'Ignore' ? 'Ignore' : 'Fail',
    isDryRunSafe: ['None', 'NoneOnDryRun'].includes(textField(webhook, 'sideEffects')),
    timeoutSeconds: numberField(webhook, 'timeoutSeconds') ?? defaultTimeoutSeconds,
    isReinvoked: textField(webhook, 'reinvocationPolicy') === 'IfNeeded',
    reviewVersion: textsField(webhook, 'admissionReviewVersions').find(isKnownVersion),
    clientConfig: objectField(webhook, 'clientConfig'),
  }));
}

function isKnownVersion(version: string): version is 'v1' | 'v1beta1' {
  return version === 'v1' || version === 'v1beta1';
}
