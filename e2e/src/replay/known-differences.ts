import type { Difference } from './compare.ts';

/** Answers that differ from real Kubernetes, and why that is accepted. */
export interface KnownDifference {
  readonly reason: string;
  /** Each as `subject: title`. */
  readonly answers: readonly string[];
}

/** docs/conformance.md gives the same reasons to users. One that has become equal has to go: the test says so. */
export const knownDifferences: readonly KnownDifference[] = [];

/** Whether a difference is listed. */
export function isKnown({ subject, title }: Difference): boolean {
  return knownDifferences.some(({ answers }) => answers.includes(`${subject}: ${title}`));
}
