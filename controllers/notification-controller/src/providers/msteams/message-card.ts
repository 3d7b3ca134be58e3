import type { FluxEvent } from '@flux19/runtime';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';

/** The card of the connectors that Microsoft has given up. */
export function messageCard(event: FluxEvent): unknown {
  const name = objectName(event);
  return {
    '@type': 'MessageCard',
    '@context': 'http://schema.org/extensions',
    themeColor: isError(event) ? 'FF0000' : '0076D7',
    summary: name,
    sections: [
      {
        activityTitle: event.message,
        activitySubtitle: name,
        facts: metadataEntries(event).map(([key, value]) => ({ name: key, value })),
      },
    ],
  };
}
