import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import { nameAndDescription } from './name-and-description.ts';

/** What a commit status says, before a host puts it into its own words. */
export interface CommitStatus {
  /** Hex hash of the commit. */
  readonly commit: string;
  readonly isError: boolean;
  /** Name that makes it one status. */
  readonly id: string;
  /** `kustomization/apps`. */
  readonly name: string;
  readonly description: string;
}

/** `main@sha1:<hash>`, `sha1:<hash>`, a bare hash, and the old `main/<hash>`. */
const hashForm = /(?:^|[@/])(?:[a-z0-9]+:)?([0-9a-f]{40}|[0-9a-f]{64})$/i;

/** The status that an event asks for. `host`: how messages call the one that takes it. */
export function commitStatusOf(event: FluxEvent, id: string, host: string): CommitStatus {
  if (event.severity !== 'info' && event.severity !== 'error') {
    throw new DeliveryError(`can't convert to ${host} state`);
  }
  return { commit: commitOf(event), isError: event.severity === 'error', id, ...nameAndDescription(event) };
}

function commitOf({ metadata = {} }: FluxEvent): string {
  const revision = metadata['commit'] ?? metadata['originRevision'] ?? metadata['revision'];
  if (revision === undefined) throw new DeliveryError('missing revision metadata');
  const hash = hashForm.exec(revision)?.[1];
  if (hash === undefined) throw new DeliveryError(`failed to extract commit hash from '${revision}' revision`);
  return hash;
}

/** Throws when a type that sets statuses was given no name for them. */
export function requireStatusName(name: string): void {
  if (name === '') throw new DeliveryError('commit status cannot be empty');
}
