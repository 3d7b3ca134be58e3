import type { KubeObject } from '@flux19/objects';
import { asJson, objectField } from '../../json/fields.ts';
import { evaluatePod } from './evaluate-pod.ts';
import { podOf } from './pod-of.ts';
import { formatLevel, type LevelVersion } from './policy.ts';

/** So many pods are looked at when a namespace becomes stricter. */
const mostPods = 3000;

/** What to tell of pods that are there already and go against the level that their namespace is to enforce from now on. */
export function existingPodWarnings(namespace: string, enforce: LevelVersion, pods: readonly KubeObject[]): string[] {
  const checked = oneOfEachController(pods).slice(0, mostPods);
  const byReason = new Map<string, string[]>();
  for (const pod of checked) {
    const subject = podOf('/pods', pod);
    const reasons = subject === undefined ? [] : evaluatePod(enforce, subject).map(({ reason }) => reason);
    if (reasons.length === 0) continue;
    const text = reasons.join(', ');
    byReason.set(text, [...(byReason.get(text) ?? []), pod.metadata.name]);
  }
  const warnings: string[] = [];
  if (checked.length < pods.length) {
    const count = `the first ${checked.length} of ${pods.length} existing pods`;
    warnings.push(`new PodSecurity enforce level only checked against ${count}`);
  }
  if (byReason.size > 0) {
    const level = JSON.stringify(formatLevel(enforce));
    warnings.push(
      `existing pods in namespace ${JSON.stringify(namespace)} violate the new PodSecurity enforce level ${level}`,
    );
  }
  return [...warnings, ...[...byReason].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(describe)];
}

function describe([reason, names]: readonly [string, readonly string[]]): string {
  const first = names.toSorted()[0];
  const others = names.length - 1;
  if (others === 0) return `${first}: ${reason}`;
  return `${first} (and ${others} other ${others === 1 ? 'pod' : 'pods'}): ${reason}`;
}

/** Pods of one controller are alike: the first of each comes before their siblings. */
function oneOfEachController(pods: readonly KubeObject[]): KubeObject[] {
  const seen = new Set<string>();
  const first: KubeObject[] = [];
  const siblings: KubeObject[] = [];
  for (const pod of pods) {
    if (objectField(asJson(pod), 'spec') === undefined) continue;
    const owner = pod.metadata.ownerReferences?.find(({ controller }) => controller === true)?.uid;
    (owner !== undefined && seen.has(owner) ? siblings : first).push(pod);
    if (owner !== undefined) seen.add(owner);
  }
  return [...first, ...siblings];
}
