import type { CommonStatus } from '@flux19/api';
import { findCondition } from '@flux19/runtime';

/** Any object with conditions. */
interface WithStatus {
  readonly status?: CommonStatus;
}

/** Status, reason and message of every condition, by type. */
export function conditionTexts({ status }: WithStatus): Record<string, string> {
  const all = status?.conditions ?? [];
  return Object.fromEntries(all.map((each) => [each.type, `${each.status} ${each.reason}: ${each.message}`]));
}

/** True for an object whose Ready condition is True. */
export function isReady({ status }: WithStatus): boolean {
  return findCondition(status?.conditions ?? [], 'Ready')?.status === 'True';
}

/** Looks for a reason of Ready. */
export function hasReason(reason: string): (object: WithStatus) => boolean {
  return ({ status }) => findCondition(status?.conditions ?? [], 'Ready')?.reason === reason;
}
