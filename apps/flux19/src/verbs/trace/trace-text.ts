import type { KubeObject } from '@flux19/objects';
import { readyCondition } from '../../kinds/flux-kind.ts';
import { goTime } from '../../program/go-time.ts';

/** A title and what stands behind it. */
export type Line = readonly [title: string, value: string];

/** Prints blocks of lines with their values in one column, `---` between the blocks. Starts with an empty line, as flux. */
export function printBlocks(blocks: readonly { readonly lines: readonly Line[]; readonly width: number }[]): string {
  const texts = blocks.map(({ lines, width }) =>
    lines.map(([title, value]) => `${`${title}:`.padEnd(width)}${value}\n`).join(''),
  );
  return `\n${texts.join('---\n')}`;
}

/** How the last pass went. `showsFailure` tells a failed pass from others, which flux does for sources only. */
export function statusLines(object: KubeObject, showsFailure: boolean): readonly Line[] {
  const ready = readyCondition(object);
  if (ready === undefined) return [['Status', 'Unknown']];
  const verb = showsFailure && ready.status === 'False' ? 'Last reconciliation failed' : 'Last reconciled';
  return [
    ['Status', `${verb} at ${goTime(ready.lastTransitionTime)}`],
    ['Message', ready.message],
  ];
}

/** A line, unless its value is missing. */
export function optional(title: string, value: unknown): readonly Line[] {
  return value === undefined || value === '' ? [] : [[title, String(value)]];
}
