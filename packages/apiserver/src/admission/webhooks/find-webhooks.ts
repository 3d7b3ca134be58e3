import type { Authorizer } from '../../access/authorizer.ts';
import { forbidden } from '../../errors/api-errors.ts';
import type { Store } from '../../store/store.ts';
import { bindings } from '../expressions/bindings.ts';
import { checkConditions } from '../expressions/match-conditions.ts';
import type { Attributes } from '../matching/attributes.ts';
import { findRule, type MatchServices } from '../matching/find-match.ts';
import { selectorsMatch } from '../matching/selectors-match.ts';
import { readWebhooks, type Webhook } from './webhook.ts';

export interface WebhookServices extends MatchServices {
  readonly authorizer: Authorizer;
}

/** The webhooks of a kind of configuration, in the order of the configurations' names; read anew after a change. */
export class ConfiguredWebhooks {
  readonly #store: Store;
  readonly #resource: string;
  #current: readonly Webhook[] | undefined;

  constructor(store: Store, kind: 'mutating' | 'validating') {
    this.#store = store;
    this.#resource = `admissionregistration.k8s.io/${kind}webhookconfigurations`;
    store.collection(this.#resource).subscribe(() => {
      this.#current = undefined;
    });
  }

  all(): readonly Webhook[] {
    this.#current ??= this.#store
      .collection(this.#resource)
      .all()
      .flatMap((entry) => entry.derived('webhooks', () => readWebhooks(entry.object)));
    return this.#current;
  }
}

/** The write in the version that a webhook is to be asked about; undefined when it is not. Throws StatusError. */
export function matchWebhook(
  webhook: Webhook,
  attributes: Attributes,
  services: WebhookServices,
): Attributes | undefined {
  if (!selectorsMatch(webhook.selection, attributes, services.store)) return undefined;
  const matched = findRule(webhook.rules, webhook.isEquivalent, attributes, services.catalogue);
  if (matched === undefined || webhook.conditions.length === 0) return matched;
  const { authorizer } = services;
  const outcome = checkConditions(webhook.conditions, () =>
    bindings(matched, { params: undefined, namespace: undefined, authorizer }),
  );
  if (outcome === 'met') return matched;
  if (outcome === 'unmet' || webhook.failurePolicy === 'Ignore') return undefined;
  const { request } = attributes;
  throw forbidden({ group: request.group, resource: request.resource }, request.name, outcome.error);
}
