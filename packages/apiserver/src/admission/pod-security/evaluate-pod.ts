// https://kubernetes.io/docs/concepts/security/pod-security-standards/
import type { Check, Finding, PodCheck, PodSubject } from './check.ts';
import { capabilityChecks } from './checks/capabilities.ts';
import { hostAccessChecks } from './checks/host-access.ts';
import { privilegeChecks } from './checks/privileges.ts';
import { profileChecks } from './checks/profiles.ts';
import { seLinuxChecks } from './checks/selinux.ts';
import { sysctlChecks } from './checks/sysctls.ts';
import { volumeChecks } from './checks/volumes.ts';
import type { LevelVersion } from './policy.ts';

const allChecks: readonly Check[] = [
  ...capabilityChecks,
  ...hostAccessChecks,
  ...privilegeChecks,
  ...profileChecks,
  ...seLinuxChecks,
  ...sysctlChecks,
  ...volumeChecks,
];

/** What in a pod goes against a level; empty when nothing does. Baseline findings come first. */
export function evaluatePod(policy: LevelVersion, pod: PodSubject): Finding[] {
  return checksOf(policy).flatMap((run) => run(pod) ?? []);
}

function checksOf({ level, minor = Number.POSITIVE_INFINITY }: LevelVersion): PodCheck[] {
  if (level === 'privileged') return [];
  const current = allChecks.flatMap(({ id, level: of, versions }) => {
    const version = versions.findLast(({ since }) => since <= minor);
    return version === undefined || (of === 'restricted' && level === 'baseline') ? [] : [{ id, of, ...version }];
  });
  const overridden = new Set(current.flatMap(({ overrides = [] }) => overrides));
  return current
    .filter(({ id }) => !overridden.has(id))
    .sort((a, b) => (a.of === b.of ? (a.id < b.id ? -1 : 1) : a.of === 'baseline' ? -1 : 1))
    .map(({ run }) => run);
}

/** `hostPort (container "a" uses hostPort 80), privileged (…)`. */
export function describeFindings(findings: readonly Finding[]): string {
  return findings.map(({ reason, detail }) => (detail === '' ? reason : `${reason} (${detail})`)).join(', ');
}
