import type { Difference } from './compare.ts';

/** Answers that differ from real Kubernetes, and why that is accepted. */
export interface KnownDifference {
  readonly reason: string;
  /** Each as `subject: title`. */
  readonly answers: readonly string[];
}

/** docs/conformance.md gives the same reasons to users. One that has become equal has to go: the test says so. */
export const knownDifferences: readonly KnownDifference[] = [
  {
    reason:
      'Kubernetes answers 500 to some faults of clients: resource versions that are no numbers, strategic merge patches that cannot be carried out. No request makes this server answer 500.',
    answers: [
      'lists: a get of a version that is no number',
      'patches: merge a resource version that is none',
      'patches: strategic order of elements',
      'patches: strategic unknown directive',
      'patches: strategic without the merge key',
      'watches: from a version that is no number',
      'writes: replace with a version that is none',
    ],
  },
  {
    reason: 'Answers come in JSON and YAML, which every client takes; protocol buffers are read only.',
    answers: ['requests: protocol buffers or nothing'],
  },
];

/** Whether a difference is listed. */
export function isKnown({ subject, title }: Difference): boolean {
  return knownDifferences.some(({ answers }) => answers.includes(`${subject}: ${title}`));
}
