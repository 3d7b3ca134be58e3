import type { FluxEvent } from '@flux19/runtime';
import { isError, metadataEntries } from './event-texts.ts';

/** Metadata key that names a pull or merge request. */
export const changeRequestKey = 'change_request';

/** The event as Markdown, for comments and Zulip. */
export function markdownPost(event: FluxEvent): string {
  const { kind, namespace = '', name } = event.involvedObject;
  const emoji = isError(event) ? '⚠️' : 'ℹ️';
  const lines = metadataEntries(event)
    .filter(([key]) => key !== changeRequestKey)
    .map(([key, value]) => `* \`${key}\`: ${value}\n`);
  return `## Flux Status\n\n${emoji} ${kind}/${namespace}/${name}\n\n${event.message}\n\nMetadata:\n${lines.join('')}`;
}
