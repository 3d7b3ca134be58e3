import type { FluxEvent } from '@flux19/runtime';
import { isError, metadataEntries, objectName } from '../shared/event-texts.ts';

/** An adaptive card of the newest version that Teams shows. */
export function adaptiveCard(event: FluxEvent): unknown {
  const facts = factsOf(event);
  const items = [
    { type: 'TextBlock', text: objectName(event), size: 'large', weight: 'bolder', wrap: true },
    {
      type: 'TextBlock',
      ...(event.message === '' ? {} : { text: event.message }),
      ...(isError(event) ? { color: 'attention' } : {}),
      wrap: true,
    },
    { type: 'FactSet', ...(facts.length === 0 ? {} : { facts }) },
  ];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [{ type: 'Container', items }],
    msteams: { width: 'Full' },
  };
  return { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] };
}

/** The summary comes first. */
function factsOf(event: FluxEvent): readonly { readonly title: string; readonly value: string }[] {
  const facts = metadataEntries(event).map(([title, value]) => ({ title, value }));
  const isSummary = ({ title }: { title: string }): boolean => title === 'summary';
  return [...facts.filter(isSummary), ...facts.filter((fact) => !isSummary(fact))];
}
