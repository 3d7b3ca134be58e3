import { conditionTypes, type OciRepository, type OciRepositoryStatus, reasons } from '@flux19/api';
import type { Condition } from '@flux19/objects';
import { annotationNames } from '@flux19/oci';
import { type EventRequest, findCondition } from '@flux19/runtime';
import type { PassReport } from './status.ts';

/** An event without its object. */
export type PassEvent = Omit<EventRequest, 'object'>;

const failureTypes = [conditionTypes.fetchFailed, conditionTypes.storageOperationFailed];

/** What a pass has to tell. Pure. A pass without news tells nothing: Flux counts up an event then, which would be a write in each interval. */
export function passEvents({ object, storage, outcome }: PassReport, after: OciRepositoryStatus): readonly PassEvent[] {
  const events: PassEvent[] = [];
  if (storage.state === 'damaged') {
    const message = `failed to verify integrity of artifact: ${storage.damage ?? ''}`;
    events.push({ type: 'Warning', reason: reasons.artifactVerificationFailed, message });
  }
  if (outcome.kind === 'failed') {
    const { reason, message } = outcome.error;
    return [...events, { type: 'Warning', reason, message }];
  }
  const news = successEvent(object, after);
  return news === undefined ? events : [...events, news];
}

function successEvent(object: OciRepository, after: OciRepositoryStatus): PassEvent | undefined {
  const { artifact } = after;
  if (artifact === undefined) return undefined;
  const message = `stored artifact with revision '${artifact.revision}' from '${object.spec.url}'${origin(artifact.metadata)}`;
  const metadata = { revision: artifact.revision, digest: artifact.digest };
  if (object.status?.artifact?.digest !== artifact.digest) {
    return { type: 'Normal', reason: reasons.newArtifact, message, metadata };
  }
  const hasRecovered = hasFailed(object.status?.conditions ?? []) && !hasFailed(after.conditions ?? []);
  return hasRecovered ? { type: 'Normal', reason: reasons.succeeded, message, metadata } : undefined;
}

/** Where the content comes from, when whoever pushed it said so. */
function origin(metadata: Readonly<Record<string, string>> | undefined): string {
  const source = metadata?.[annotationNames.source] ?? '';
  const revision = metadata?.[annotationNames.revision] ?? '';
  return source === '' || revision === '' ? '' : `, origin source '${source}', origin revision '${revision}'`;
}

function hasFailed(conditions: readonly Condition[]): boolean {
  return failureTypes.some((type) => findCondition(conditions, type) !== undefined);
}
