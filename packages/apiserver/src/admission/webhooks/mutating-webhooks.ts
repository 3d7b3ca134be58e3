// https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/
import { type KubeObject, parseJson } from '@flux19/objects';
import { applyJsonPatch } from '@flux19/patch';
import type { ObjectDecoder } from '../../decode/decode-object.ts';
import { internalError } from '../../errors/api-errors.ts';
import { asJson } from '../../json/fields.ts';
import type { AdmissionPlugin, AdmissionRequest, AdmissionSubject } from '../../server/admission.ts';
import { admittedObject } from '../admitted-object.ts';
import { type Attributes, requestAttributes } from '../matching/attributes.ts';
import { isExempt } from '../matching/find-match.ts';
import { patchedObject } from '../patched-object.ts';
import type { WebhookPorts } from './ask-webhook.ts';
import { consultWebhook } from './consult-webhook.ts';
import { ConfiguredWebhooks, matchWebhook, type WebhookServices } from './find-webhooks.ts';
import type { Verdict } from './review.ts';
import type { Webhook } from './webhook.ts';

export interface MutatingServices extends WebhookServices {
  readonly decoder: ObjectDecoder;
}

/** Asks the webhooks that may change a write, one after the other. Writes that concern none of them do not wait. */
export class MutatingWebhooks implements AdmissionPlugin {
  readonly name = 'MutatingAdmissionWebhook';
  readonly #services: MutatingServices;
  readonly #ports: WebhookPorts;
  readonly #webhooks: ConfiguredWebhooks;

  constructor(services: MutatingServices, ports: WebhookPorts) {
    this.#services = services;
    this.#ports = ports;
    this.#webhooks = new ConfiguredWebhooks(services.store, 'mutating');
  }

  repeats(subject: AdmissionSubject): boolean {
    return this.#webhooks.all().length > 0 && !isExempt(subject);
  }

  mutate(request: AdmissionRequest): KubeObject | Promise<KubeObject> {
    const object = admittedObject(request);
    const webhooks = this.#webhooks.all();
    if (webhooks.length === 0 || isExempt(request)) return object;
    const chosen =
      request.rounds?.isSecond === true ? webhooks.filter(({ key }) => called(request).has(key)) : webhooks;
    const attributes = requestAttributes(this.#services.catalogue, request);
    const isConcerned = chosen.some((webhook) => matchWebhook(webhook, attributes, this.#services) !== undefined);
    return isConcerned ? this.#askAll(chosen, request, object) : object;
  }

  /** Deletions cannot be changed, but refused. */
  validate(request: AdmissionRequest): undefined | Promise<readonly string[]> {
    const webhooks = this.#webhooks.all();
    if (request.operation !== 'DELETE' || webhooks.length === 0 || isExempt(request)) return undefined;
    const attributes = requestAttributes(this.#services.catalogue, request);
    const asked = webhooks.flatMap((webhook) => {
      const matched = matchWebhook(webhook, attributes, this.#services);
      return matched === undefined ? [] : [() => consultWebhook(webhook, matched, true, this.#ports)];
    });
    return asked.length === 0 ? undefined : inTurn(asked);
  }

  async #askAll(webhooks: readonly Webhook[], request: AdmissionRequest, given: KubeObject): Promise<KubeObject> {
    let object = given;
    for (const webhook of webhooks) {
      const attributes = requestAttributes(this.#services.catalogue, { ...request, object });
      const matched = matchWebhook(webhook, attributes, this.#services);
      if (matched === undefined) continue;
      const verdict = await consultWebhook(webhook, matched, true, this.#ports);
      for (const warning of verdict?.warnings ?? []) request.warn(warning);
      const patched = verdict === undefined || verdict.patch === '' ? object : this.#patched(webhook, matched, verdict);
      if (request.rounds !== undefined && !request.rounds.isSecond) noteCall(request, webhook, patched !== object);
      object = patched;
    }
    return object;
  }

  /** The object that a webhook's patch makes, with defaults; the very object of the request when nothing changes. */
  #patched(webhook: Webhook, attributes: Attributes, { patch }: Verdict): KubeObject {
    const { object } = attributes;
    if (object === undefined) throw noPatch(webhook);
    try {
      const changed = applyJsonPatch(asJson(object), parseJson(patch));
      const patched = patchedObject(changed, attributes, this.#services, 'drop');
      if (patched !== undefined) return patched;
    } catch (thrown) {
      throw internalError(thrown);
    }
    throw noPatch(webhook);
  }
}

async function inTurn(asked: readonly (() => Promise<Verdict | undefined>)[]): Promise<readonly string[]> {
  const warnings: string[] = [];
  for (const ask of asked) warnings.push(...((await ask())?.warnings ?? []));
  return warnings;
}

function noPatch({ name }: Webhook): Error {
  const why = `admission webhook ${JSON.stringify(name)} attempted to modify the object, which is not supported for this operation`;
  return internalError(new Error(why));
}

interface Calls {
  /** Webhooks that want to see later changes and were asked before one. */
  readonly due: Set<string>;
  /** Those that were asked and want to see later changes. */
  readonly waiting: Set<string>;
}

function callsOf({ rounds }: AdmissionRequest): Calls {
  const known = rounds?.notes.get('webhooks') as Calls | undefined;
  if (known !== undefined) return known;
  const made: Calls = { due: new Set(), waiting: new Set() };
  rounds?.notes.set('webhooks', made);
  return made;
}

function called(request: AdmissionRequest): ReadonlySet<string> {
  return callsOf(request).due;
}

function noteCall(request: AdmissionRequest, webhook: Webhook, isChanged: boolean): void {
  const calls = callsOf(request);
  if (isChanged && request.rounds !== undefined) {
    for (const key of calls.waiting) calls.due.add(key);
    // The plug-ins before this one may have to say something about the change as well.
    request.rounds.isSecondWanted = true;
  }
  if (webhook.isReinvoked) calls.waiting.add(webhook.key);
}
