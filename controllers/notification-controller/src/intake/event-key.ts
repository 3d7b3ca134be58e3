import { createHash } from 'node:crypto';
import type { FluxEvent } from '@flux19/runtime';
import { controllerMetadata } from './event-metadata.ts';

/** Equal for events that are duplicates of each other: same object, message, revisions and token. */
export function eventKey(event: FluxEvent): string {
  const { name, namespace = '', kind } = event.involvedObject;
  const parts = ['event', `name=${name}`, `namespace=${namespace}`, `kind=${kind}`, `message=${event.message}`];
  for (const key of ['originRevision', 'revision', 'token']) {
    const value = controllerMetadata(event, key);
    if (value !== undefined) parts.push(`${key}=${value}`);
  }
  return createHash('sha256').update(parts.join('/')).digest('base64');
}
