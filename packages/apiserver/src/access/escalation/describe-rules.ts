import { quoteGo } from '@flux19/objects';
import type { SmallestRule } from './rule-cover.ts';

/** The rules as refusals list them: one line for each resource, with all its verbs, in the order of the texts. */
export function describeRules(rules: readonly SmallestRule[]): string {
  const verbs = new Map<string, string[]>();
  const lines: string[] = [];
  for (const rule of rules) {
    // Kubernetes: verbs of one resource are put together, those of one path are not.
    if (rule.nonResourceUrl !== undefined) {
      lines.push(`{NonResourceURLs:${quoted([rule.nonResourceUrl])}, Verbs:${quoted([rule.verb])}}`);
      continue;
    }
    const subject = describeSubject(rule);
    const known = verbs.get(subject);
    if (known === undefined) verbs.set(subject, [rule.verb]);
    else known.push(rule.verb);
  }
  for (const [subject, list] of verbs) lines.push(`{${subject}, Verbs:${quoted(list)}}`);
  return [...new Set(lines)].sort().join('\n');
}

function describeSubject({ apiGroup = '', resource = '', resourceName }: SmallestRule): string {
  const name = resourceName === undefined ? '' : `, ResourceNames:${quoted([resourceName])}`;
  return `APIGroups:${quoted([apiGroup])}, Resources:${quoted([resource])}${name}`;
}

/** Go's `%q` of a list of texts. */
export function quoted(texts: readonly string[]): string {
  return `[${texts.map((text) => quoteGo(text)).join(' ')}]`;
}
