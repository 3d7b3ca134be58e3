import { conditionTypes, type ImageRepository } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import { conditionsOf, findCondition, requestedAt } from '@flux19/runtime';

/**
 * Why a repository is scanned; the texts are Flux's. `push` and `failure` are ours: somebody told that there is something new, and a scan
 * that failed is made up for as soon as possible, where Flux waits for the next interval.
 */
export const scanReasons = {
  first: 'first scan',
  requested: 'reconcile requested',
  push: 'new content was pushed',
  newImage: 'new image name',
  exclusions: 'updated exclusion list',
  emptyDatabase: 'no tags in database',
  failure: 'retry after failure',
  interval: 'triggered by interval',
} as const;

/** What decides whether to scan. */
export interface ScanQuestion {
  readonly object: ImageRepository;
  /** `ghcr.io/team/app` */
  readonly image: string;
  readonly hasTags: boolean;
  readonly isPushed: boolean;
  readonly nowMs: number;
}

export type ScanPlan =
  | { readonly kind: 'scan'; readonly reason: string; readonly nextMs: number }
  | { readonly kind: 'wait'; readonly nextMs: number };

/** Scans closer together than this are one. */
const shortestWaitMs = 1000;

/** Decides whether a repository has to be scanned now, and when to look again. Pure. */
export function planScan(question: ScanQuestion): ScanPlan {
  const { object, nowMs } = question;
  const intervalMs = parseGoDuration(object.spec.interval);
  const { lastScanResult } = object.status ?? {};
  const reason = lastScanResult === undefined ? scanReasons.first : reasonToScan(question);
  if (reason !== undefined) return { kind: 'scan', reason, nextMs: intervalMs };
  const waitMs = intervalMs - (nowMs - Date.parse(lastScanResult?.scanTime ?? ''));
  // Also when the time of the last scan cannot be read.
  if (!(waitMs >= shortestWaitMs)) return { kind: 'scan', reason: scanReasons.interval, nextMs: intervalMs };
  return { kind: 'wait', nextMs: waitMs };
}

function reasonToScan({ object, image, hasTags, isPushed }: ScanQuestion): string | undefined {
  const { status = {} } = object;
  const token = requestedAt(object);
  if (token !== undefined && token !== status.lastHandledReconcileAt) return scanReasons.requested;
  if (isPushed) return scanReasons.push;
  if (image !== status.canonicalImageName) return scanReasons.newImage;
  if (!isSameSet(exclusionList(object), status.observedExclusionList ?? [])) return scanReasons.exclusions;
  if (!hasTags) return scanReasons.emptyDatabase;
  const ready = findCondition(conditionsOf(object), conditionTypes.ready);
  return ready?.status === 'False' ? scanReasons.failure : undefined;
}

const defaultExclusions: readonly string[] = ['^.*\\.sig$'];

/** Patterns of tags that do not count. */
export function exclusionList({ spec }: ImageRepository): readonly string[] {
  const { exclusionList: given = [] } = spec;
  return given.length > 0 ? given : defaultExclusions;
}

function isSameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((item) => b.includes(item));
}
