import type { FluxEvent } from '@flux19/runtime';
import type { Answer, Outgoing, OutgoingRequest } from '../http/outgoing-request.ts';
import type { ProviderSettings } from '../providers/provider-type.ts';
import { providerTypes } from '../providers/provider-types.ts';
import { TokenMemory } from '../providers/shared/token-memory.ts';
import { SendError } from '../send/send-error.ts';
import { testEvent } from './test-event.ts';

/** Milliseconds: 2022-09-30T06:40:30Z. */
const nowMs = 1_664_520_030_000;

/** What the other side says to a request; `undefined` is no answer at all. */
export type Respond = (request: Outgoing) => Partial<Answer> | undefined;

/** Carries a delivery out against answers that a test makes up, and tells which requests were made. */
export function deliver(
  type: string,
  settings: Partial<ProviderSettings>,
  event: FluxEvent = testEvent(),
  respond: Respond = () => ({}),
): readonly Outgoing[] {
  const open = providerTypes.get(type);
  if (open === undefined) throw new Error(`no provider of type ${type}`);
  const delivery = open.open({ ...noSettings(), ...settings })({
    event,
    alert: { name: 'alert', namespace: 'default', uid: 'alert-uid' },
    nowMs,
  });
  const requests: Outgoing[] = [];
  let step = delivery.next();
  while (step.done !== true) {
    requests.push(step.value);
    const answer = respond(step.value);
    step =
      answer === undefined
        ? delivery.throw(new SendError('ECONNREFUSED'))
        : delivery.next({ status: 200, headers: {}, body: '{}', ...answer });
  }
  return requests;
}

/** The one HTTP request that a delivery makes. */
export function deliverOne(
  type: string,
  settings: Partial<ProviderSettings>,
  event: FluxEvent = testEvent(),
): OutgoingRequest {
  const [request, ...others] = deliver(type, settings, event);
  if (request?.kind !== 'http' || others.length > 0) throw new Error('not one HTTP request');
  return request;
}

/** The JSON in the body of a request. */
export function bodyOf(request: Outgoing | undefined): unknown {
  return request?.kind === 'http' && typeof request.body === 'string' ? JSON.parse(request.body) : undefined;
}

function noSettings(): ProviderSettings {
  return {
    provider: { name: 'provider', namespace: 'default', uid: '0c9c2e41-d2f9-4f9b-9c41-bebc1984d67a' },
    address: '',
    channel: '',
    username: '',
    password: '',
    token: '',
    headers: {},
    secret: new Map(),
    serviceAccountName: '',
    commitStatus: '',
    tokens: new TokenMemory(),
  };
}
