import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import { changeRequestKey, markdownPost } from './markdown-post.ts';

/** A comment that is there once for each provider and object, and is edited from then on. */
export interface Comment {
  /** Hidden in the text; finds the comment again. */
  readonly marker: string;
  readonly body: string;
  /** Number of the pull or merge request. */
  readonly number: number;
}

/** The comment of an event. `prefix`: `flux-pr-comment-key` or `flux-mr-comment-key`. */
export function commentOf(event: FluxEvent, prefix: string, providerUid: string): Comment {
  const { kind, namespace = '', name } = event.involvedObject;
  const marker = `<!-- ${prefix}:${providerUid}/${kind}/${namespace}/${name} -->`;
  return { marker, body: `${marker}\n\n${markdownPost(event)}`, number: changeRequestOf(event) };
}

function changeRequestOf({ metadata = {} }: FluxEvent): number {
  const text = metadata[changeRequestKey];
  if (text === undefined) throw new DeliveryError(`missing "${changeRequestKey}" metadata key`);
  if (!/^[+-]?\d{1,15}$/.test(text)) {
    throw new DeliveryError(`invalid "${changeRequestKey}" metadata value ${JSON.stringify(text)}: invalid syntax`);
  }
  return Number(text);
}

/** Throws when the Provider has no uid, which the marker needs. */
export function requireProviderUid(uid: string): void {
  if (uid === '') throw new DeliveryError('provider UID cannot be empty');
}
