import { conditionTypes, type GitRepository, type GitRepositoryStatus, reasons } from '@flux19/api';
import type { Condition } from '@flux19/objects';
import type { EventRequest } from '@flux19/runtime';
import { findCondition } from '@flux19/runtime';
import type { PassReport } from './status.ts';

/** An event without its object. */
export type PassEvent = Omit<EventRequest, 'object'>;

const failureTypes = [
  conditionTypes.fetchFailed,
  conditionTypes.includeUnavailable,
  conditionTypes.storageOperationFailed,
];

/**
 * What a pass has to tell. Pure. A pass without news tells nothing: Flux counts up an event then, which would be a write in each interval.
 *
 * @param commitTitle first line of the message of a commit that was fetched
 */
export function passEvents(
  { object, storage, outcome }: PassReport,
  after: GitRepositoryStatus,
  commitTitle: string | undefined,
): readonly PassEvent[] {
  const events: PassEvent[] = [];
  if (storage.state === 'damaged') {
    const message = `failed to verify integrity of artifact: ${storage.damage ?? ''}`;
    events.push({ type: 'Warning', reason: reasons.artifactVerificationFailed, message });
  }
  if (outcome.kind !== 'unchanged' && outcome.verification !== undefined) {
    events.push({ type: 'Trace', reason: reasons.succeeded, message: outcome.verification.message });
  }
  if (outcome.kind === 'failed') {
    const { reason, message, retry } = outcome.error;
    events.push({ type: retry === 'wait' ? 'Trace' : 'Warning', reason, message });
    return events;
  }
  const news = successEvent(object, after, commitTitle);
  return news === undefined ? events : [...events, news];
}

function successEvent(
  object: GitRepository,
  after: GitRepositoryStatus,
  commitTitle: string | undefined,
): PassEvent | undefined {
  const { artifact } = after;
  if (artifact === undefined) return undefined;
  const message = `stored artifact for commit '${commitTitle ?? artifact.revision}'`;
  const metadata = { revision: artifact.revision, digest: artifact.digest };
  if (object.status?.artifact?.digest !== artifact.digest) {
    return { type: 'Normal', reason: reasons.newArtifact, message, metadata };
  }
  const hasRecovered = hasFailed(object.status?.conditions ?? []) && !hasFailed(after.conditions ?? []);
  return hasRecovered ? { type: 'Normal', reason: reasons.succeeded, message, metadata } : undefined;
}

function hasFailed(conditions: readonly Condition[]): boolean {
  return failureTypes.some((type) => findCondition(conditions, type) !== undefined);
}

/** The first line of a commit's message, at most 50 characters of it. */
export function titleOf(message: string): string {
  const characters = Array.from(message.split('\n', 1)[0] ?? '');
  return characters.length > 50 ? `${characters.slice(0, 50).join('')}...` : characters.join('');
}
