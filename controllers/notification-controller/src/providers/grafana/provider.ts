import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { basic, bearer } from '../shared/bearer.ts';
import { checkAddress } from '../shared/check-address.ts';
import { metadataEntries, objectName, unixSeconds } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Grafana: an annotation in Graphite's form. */
export const grafana: ProviderType = {
  type: 'grafana',
  role: 'message',
  open({ address, token, username, password }) {
    checkAddress(address, 'Grafana URL');
    const isBasic = token === '' && username !== '' && password !== '';
    const headers = isBasic ? basic(username, password) : bearer(token);
    return ({ event }) => {
      const payload = { when: unixSeconds(event), text: objectName(event), tags: tags(event) };
      return postMessage(jsonPost(address, payload, headers));
    };
  },
};

function tags(event: FluxEvent): readonly string[] {
  const { kind, name, namespace = '' } = event.involvedObject;
  const facts = metadataEntries(event).map(([key, value]) => `${withoutColons(key)}: ${withoutColons(value)}`);
  return ['flux', event.reportingController, ...facts, `kind: ${kind}`, `name: ${name}`, `namespace: ${namespace}`];
}

/** A colon separates the name of a tag from its value. */
function withoutColons(text: string): string {
  return text.replaceAll(':', '|');
}
