import type { KubeObject } from '@flux19/objects';
import { hintFor } from '../system/hints.ts';

/** The likely cause of a failure and what to do about it, as lines below the message; none when nothing is known. */
export function hintLines(object: KubeObject): readonly string[] {
  const hint = hintFor(object);
  return hint === undefined ? [] : [hint.cause, `next: ${hint.next}`];
}
