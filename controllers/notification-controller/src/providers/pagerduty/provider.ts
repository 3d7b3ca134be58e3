import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { call, within } from '../shared/call.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, isProgressing, metadataEntries } from '../shared/event-texts.ts';
import { nameAndDescription } from '../shared/name-and-description.ts';
import { jsonPost } from '../shared/post-json.ts';

/** PagerDuty: errors trigger an incident about the object, anything else but progress resolves it. The channel is the routing key. */
export const pagerduty: ProviderType = {
  type: 'pagerduty',
  role: 'message',
  open({ address, channel }) {
    const { origin } = checkAddress(address, 'PagerDuty endpoint URL');
    return function* ({ event }) {
      if (isProgressing(event)) return;
      yield* within('failed sending event', call(jsonPost(`${origin}/v2/enqueue`, alertEvent(event, channel))));
      if (event.severity !== 'info') return;
      const change = jsonPost(`${origin}/v2/change/enqueue`, changeEvent(event, channel));
      yield* within('failed sending change event', call(change));
    };
  },
};

function alertEvent(event: FluxEvent, routingKey: string): unknown {
  const { uid = '', name, kind } = event.involvedObject;
  const dedup = uid === '' ? {} : { dedup_key: uid };
  if (!isError(event)) return { routing_key: routingKey, event_action: 'resolve', ...dedup };
  const payload = {
    summary: summary(event),
    source: `Flux ${event.reportingController}`,
    severity: 'error',
    timestamp: event.timestamp,
    component: name,
    group: kind,
    custom_details: details(event),
  };
  return { routing_key: routingKey, event_action: 'trigger', ...dedup, payload };
}

function changeEvent(event: FluxEvent, routingKey: string): unknown {
  const payload = {
    summary: summary(event),
    source: `Flux ${event.reportingController}`,
    timestamp: event.timestamp,
    custom_details: details(event),
  };
  return { routing_key: routingKey, payload };
}

function summary(event: FluxEvent): string {
  const { name, description } = nameAndDescription(event);
  return `${description}: ${name}`;
}

function details(event: FluxEvent): unknown {
  return { message: event.message, metadata: Object.fromEntries(metadataEntries(event)) };
}
