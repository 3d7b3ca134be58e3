import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { call, within } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, metadataEntries, unixSeconds } from '../shared/event-texts.ts';
import { jsonPost } from '../shared/post-json.ts';

/** Datadog: an event with tags. The token is the API key. */
export const datadog: ProviderType = {
  type: 'datadog',
  role: 'message',
  open({ address, token }) {
    if (token === '') throw new DeliveryError('token cannot be empty');
    const { origin } = checkAddress(address, 'Datadog address');
    return function* ({ event }) {
      const request = jsonPost(`${origin}/api/v1/events`, payload(event), { 'dd-api-key': token });
      yield* within('failed to post event to DataDog', call({ ...request, attempts: 'once' }));
    };
  },
};

function payload(event: FluxEvent): unknown {
  const { kind, name, namespace = '' } = event.involvedObject;
  return {
    alert_type: isError(event) ? 'error' : 'info',
    date_happened: unixSeconds(event),
    source_type_name: 'fluxcd',
    tags: tags(event),
    text: event.message,
    title: `Events from the ${kind} ${name}/${namespace}`,
  };
}

/** Datadog knows tags in small letters only: https://docs.datadoghq.com/getting_started/tagging/ */
function tags(event: FluxEvent): readonly string[] {
  const { kind, name, namespace = '' } = event.involvedObject;
  const all = [
    `flux_reporting_controller:${event.reportingController}`,
    `flux_reason:${event.reason}`,
    `kube_kind:${kind}`,
    `kube_name:${name}`,
    `kube_namespace:${namespace}`,
    ...metadataEntries(event).map(([key, value]) => `${key}:${value}`),
  ];
  return all.map((tag) => tag.toLowerCase());
}
