import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { isError, isProgressing, metadataEntries, objectName } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** incident.io: errors fire an alert about the object, anything else but progress resolves it. */
export const incidentio: ProviderType = {
  type: 'incident.io',
  role: 'message',
  open({ address, token }) {
    checkAddress(address, 'incident.io alert source URL');
    if (token === '') throw new DeliveryError('empty incident.io API token');
    return function* ({ event }) {
      if (isProgressing(event)) return;
      yield* postMessage(jsonPost(address, payload(event), { authorization: `Bearer ${token}` }));
    };
  },
};

function payload(event: FluxEvent): unknown {
  const { severity, reason, reportingController, message, involvedObject } = event;
  const given = { ...event.metadata, severity, reason };
  const metadata = reportingController === '' ? given : { ...given, reportingController };
  return {
    title: `${objectName(event)}: ${reason}`,
    status: isError(event) ? 'firing' : 'resolved',
    deduplication_key: involvedObject.uid ?? '',
    ...(message === '' ? {} : { description: message }),
    metadata: Object.fromEntries(metadataEntries({ ...event, metadata })),
  };
}
