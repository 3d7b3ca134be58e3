// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../server/admission.ts';
import { type Attributes, requestAttributes } from '../matching/attributes.ts';
import { isExempt } from '../matching/find-match.ts';
import type { WebhookPorts } from './ask-webhook.ts';
import { consultWebhook } from './consult-webhook.ts';
import { ConfiguredWebhooks, matchWebhook, type WebhookServices } from './find-webhooks.ts';
import type { Webhook } from './webhook.ts';

/** Asks the webhooks that may refuse a write, all at once. Writes that concern none of them do not wait. */
export class ValidatingWebhooks implements AdmissionPlugin {
  readonly name = 'ValidatingAdmissionWebhook';
  readonly #services: WebhookServices;
  readonly #ports: WebhookPorts;
  readonly #webhooks: ConfiguredWebhooks;

  constructor(services: WebhookServices, ports: WebhookPorts) {
    this.#services = services;
    this.#ports = ports;
    this.#webhooks = new ConfiguredWebhooks(services.store, 'validating');
  }

  repeats(subject: AdmissionSubject): boolean {
    return this.#webhooks.all().length > 0 && !isExempt(subject);
  }

  validate(request: AdmissionRequest): undefined | Promise<readonly string[]> {
    const webhooks = this.#webhooks.all();
    if (webhooks.length === 0 || isExempt(request)) return undefined;
    const attributes = requestAttributes(this.#services.catalogue, request);
    const asked = webhooks.flatMap((webhook) => {
      const matched = matchWebhook(webhook, attributes, this.#services);
      return matched === undefined ? [] : [this.#warningsOf(webhook, matched)];
    });
    if (asked.length === 0) return undefined;
    // Who refuses first does not depend on who is fastest; and nobody is left unheard.
    return Promise.allSettled(asked).then((outcomes) => {
      const refused = outcomes.find((outcome) => outcome.status === 'rejected');
      if (refused !== undefined) throw refused.reason;
      return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    });
  }

  async #warningsOf(webhook: Webhook, attributes: Attributes): Promise<readonly string[]> {
    return (await consultWebhook(webhook, attributes, false, this.#ports))?.warnings ?? [];
  }
}
