import type { FaultRule } from '@flux19/cluster';

/** The user that faults are meant for; the mirror that may miss nothing is somebody else. */
const users = ['kubernetes-admin'];
const writes = ['create', 'update', 'patch', 'delete'];

/** Everything that may go wrong, each now and then. */
export function soakFaults(seed: number): readonly FaultRule[] {
  const rules: readonly Omit<FaultRule, 'seed'>[] = [
    {
      name: 'drop',
      match: { users, verbs: ['watch'] },
      probability: 0.3,
      fault: { kind: 'dropWatch', afterEvents: 40 },
    },
    {
      name: 'expire',
      match: { users, verbs: ['watch'] },
      probability: 0.1,
      fault: { kind: 'expireWatch', afterEvents: 60 },
    },
    {
      name: 'cut-watch',
      match: { users, verbs: ['watch'] },
      probability: 0.1,
      fault: { kind: 'truncate', afterBytes: 20_000 },
    },
    { name: 'conflict', match: { users, verbs: writes }, probability: 0.01, fault: { kind: 'status', code: 409 } },
    {
      name: 'busy',
      match: { users },
      probability: 0.01,
      fault: { kind: 'status', code: 429, retryAfterSeconds: 1 },
    },
    { name: 'error', match: { users }, probability: 0.01, fault: { kind: 'status', code: 500 } },
    { name: 'unavailable', match: { users }, probability: 0.01, fault: { kind: 'status', code: 503 } },
    { name: 'gone', match: { users, verbs: ['list'] }, probability: 0.02, fault: { kind: 'status', code: 410 } },
    { name: 'late', match: { users }, probability: 0.02, fault: { kind: 'delay', ms: 200 } },
    {
      name: 'cut',
      match: { users, verbs: ['get', 'list'] },
      probability: 0.02,
      fault: { kind: 'truncate', afterBytes: 100 },
    },
    {
      name: 'stall',
      match: { users, verbs: ['get', 'list'] },
      probability: 0.005,
      fault: { kind: 'stall', afterBytes: 50, ms: 1000 },
    },
    { name: 'reset', match: { users }, probability: 0.01, fault: { kind: 'reset' } },
    { name: 'lost', match: { users, verbs: writes }, probability: 0.01, fault: { kind: 'loseAnswer' } },
  ];
  return rules.map((rule, n) => ({ ...rule, seed: seed + n }));
}
