import { createHash } from 'node:crypto';
import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { checkAddress } from '../shared/check-address.ts';
import { metadataEntries } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Opsgenie. The alias makes one alert of what is about the same object and reason. */
export const opsgenie: ProviderType = {
  type: 'opsgenie',
  role: 'message',
  open({ address, token, provider }) {
    checkAddress(address, 'Opsgenie hook URL');
    if (token === '') throw new DeliveryError('empty Opsgenie apikey/token');
    return ({ event }) => {
      const details = Object.fromEntries(metadataEntries(withSeverity(event)));
      const { kind, name } = event.involvedObject;
      const payload = {
        message: `${kind}/${name}`,
        alias: aliasOf(provider.uid, event),
        description: event.message,
        details,
      };
      return postMessage(jsonPost(address, payload, { authorization: `GenieKey ${token}` }));
    };
  },
};

function withSeverity(event: FluxEvent): FluxEvent {
  return { ...event, metadata: { ...event.metadata, severity: event.severity } };
}

function aliasOf(providerUid: string, { involvedObject, reason }: FluxEvent): string {
  const { kind, namespace = '', name } = involvedObject;
  return createHash('sha256').update(`${providerUid}/${kind}/${namespace}/${name}/${reason}`).digest('hex');
}
