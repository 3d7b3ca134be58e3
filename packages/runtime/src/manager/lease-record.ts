import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';

/** What a candidate knows about the Lease. */
export interface LeaseView {
  readonly holder: string;
  readonly renewTime: string;
  readonly durationMs: number;
  readonly transitions: number;
  readonly acquireTime: string;
}

/** What to do about the Lease now. */
export type LeaseStep =
  | { readonly kind: 'create' | 'renew' | 'take'; readonly spec: JsonObject }
  | { readonly kind: 'wait'; readonly holder: string };

export interface LeaseSituation {
  readonly identity: string;
  readonly durationMs: number;
  readonly view: LeaseView | undefined;
  /** When this process saw the view for the first time: clocks of other machines are not to be trusted. */
  readonly seenAtMs: number;
  readonly nowMs: number;
}

/** Decides the next step of a candidate or leader. */
export function nextLeaseStep({ identity, durationMs, view, seenAtMs, nowMs }: LeaseSituation): LeaseStep {
  const now = microTime(nowMs);
  const own = { holderIdentity: identity, leaseDurationSeconds: Math.ceil(durationMs / 1000), renewTime: now };
  if (view === undefined) return { kind: 'create', spec: { ...own, acquireTime: now, leaseTransitions: 0 } };
  if (view.holder === identity) {
    return { kind: 'renew', spec: { ...own, acquireTime: view.acquireTime, leaseTransitions: view.transitions } };
  }
  const isHeld = view.holder !== '' && nowMs < seenAtMs + view.durationMs;
  if (isHeld) return { kind: 'wait', holder: view.holder };
  return { kind: 'take', spec: { ...own, acquireTime: now, leaseTransitions: view.transitions + 1 } };
}

/** The spec of a Lease that its holder gives up: the next candidate need not wait. */
export function releasedSpec(view: LeaseView, nowMs: number): JsonObject {
  const now = microTime(nowMs);
  return {
    holderIdentity: '',
    leaseDurationSeconds: 1,
    acquireTime: now,
    renewTime: now,
    leaseTransitions: view.transitions,
  };
}

/** Reads a Lease. */
export function readLease(lease: KubeObject): LeaseView {
  const spec = isJsonObject(lease['spec']) ? lease['spec'] : {};
  const text = (key: string): string => (typeof spec[key] === 'string' ? spec[key] : '');
  const number = (key: string): number => (typeof spec[key] === 'number' ? spec[key] : 0);
  return {
    holder: text('holderIdentity'),
    renewTime: text('renewTime'),
    acquireTime: text('acquireTime'),
    durationMs: number('leaseDurationSeconds') * 1000,
    transitions: number('leaseTransitions'),
  };
}

/** RFC 3339 with microseconds. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
