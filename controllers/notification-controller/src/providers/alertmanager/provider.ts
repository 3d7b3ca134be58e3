import type { FluxEvent } from '@flux19/runtime';
import type { ProviderType } from '../provider-type.ts';
import { basic, bearer } from '../shared/bearer.ts';
import { checkAddress } from '../shared/check-address.ts';
import { metadataEntries } from '../shared/event-texts.ts';
import { jsonPost, postMessage } from '../shared/post-json.ts';

/** Prometheus Alertmanager. */
export const alertmanager: ProviderType = {
  type: 'alertmanager',
  role: 'message',
  open({ address, token, username, password }) {
    checkAddress(address, 'Alertmanager URL');
    // Flux: name and password win over a token.
    const headers = username !== '' && password !== '' ? basic(username, password) : bearer(token);
    return ({ event }) => postMessage(jsonPost(address, [alert(event)], headers));
  },
};

function alert(event: FluxEvent): unknown {
  const { kind, name, namespace = '' } = event.involvedObject;
  const { reason, severity, message, reportingController, timestamp } = event;
  const summary = event.metadata?.['summary'];
  const labels = {
    ...Object.fromEntries(metadataEntries(event).filter(([key]) => key !== 'summary')),
    alertname: `Flux${kind}${titleCase(reason)}`,
    severity,
    reason,
    kind,
    name,
    namespace,
    reportingcontroller: reportingController,
  };
  const annotations = { message, ...(summary === undefined ? {} : { summary }) };
  // Flux: an unknown end is Go's zero time, which Alertmanager takes for "not given".
  return { status: 'firing', labels, annotations, startsAt: timestamp, endsAt: '0001-01-01T00:00:00Z' };
}

/** Flux: golang.org/x/text's title case, which makes small letters of all but the first. */
function titleCase(text: string): string {
  return text.replace(/[\p{L}\p{N}_]+/gu, (word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`);
}
