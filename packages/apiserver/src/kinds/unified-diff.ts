// The difference of two texts as Python's difflib and Go's port of it print it, which messages of kube-apiserver carry.

interface Block {
  readonly a: number;
  readonly b: number;
  readonly size: number;
}

type Positions = ReadonlyMap<string, readonly number[]>;

interface Range {
  readonly aStart: number;
  readonly aEnd: number;
  readonly bStart: number;
  readonly bEnd: number;
}

const popularFrom = 200;

/** Where each line of a text stands; lines that are everywhere in a long text say nothing. */
function positionsOf(lines: readonly string[]): Positions {
  const positions = new Map<string, number[]>();
  for (const [index, line] of lines.entries()) {
    const known = positions.get(line);
    if (known === undefined) positions.set(line, [index]);
    else known.push(index);
  }
  if (lines.length < popularFrom) return positions;
  const limit = Math.floor(lines.length / 100) + 1;
  return new Map([...positions].filter(([, found]) => found.length <= limit));
}

/** The longest run of equal lines, the first of them where there are several. */
function longestMatch(a: readonly string[], b: readonly string[], positions: Positions, range: Range): Block {
  let best: Block = { a: range.aStart, b: range.bStart, size: 0 };
  let lengths = new Map<number, number>();
  for (let i = range.aStart; i < range.aEnd; i++) {
    const next = new Map<number, number>();
    for (const j of positions.get(a[i] ?? '') ?? []) {
      if (j < range.bStart || j >= range.bEnd) continue;
      const size = (lengths.get(j - 1) ?? 0) + 1;
      next.set(j, size);
      if (size > best.size) best = { a: i - size + 1, b: j - size + 1, size };
    }
    lengths = next;
  }
  return grown(a, b, best, range);
}

/** Popular lines beside a match belong to it. */
function grown(a: readonly string[], b: readonly string[], block: Block, range: Range): Block {
  let [startA, startB, size] = [block.a, block.b, block.size];
  while (startA > range.aStart && startB > range.bStart && a[startA - 1] === b[startB - 1]) {
    [startA, startB, size] = [startA - 1, startB - 1, size + 1];
  }
  while (startA + size < range.aEnd && startB + size < range.bEnd && a[startA + size] === b[startB + size]) size++;
  return { a: startA, b: startB, size };
}

function matchingBlocks(a: readonly string[], b: readonly string[]): Block[] {
  const positions = positionsOf(b);
  const blocks: Block[] = [];
  const pending: Range[] = [{ aStart: 0, aEnd: a.length, bStart: 0, bEnd: b.length }];
  for (let range = pending.pop(); range !== undefined; range = pending.pop()) {
    const match = longestMatch(a, b, positions, range);
    if (match.size === 0) continue;
    blocks.push(match);
    pending.push({ ...range, aEnd: match.a, bEnd: match.b });
    pending.push({ ...range, aStart: match.a + match.size, bStart: match.b + match.size });
  }
  return [...blocks.toSorted((one, other) => one.a - other.a), { a: a.length, b: b.length, size: 0 }];
}

interface Step extends Range {
  readonly isEqual: boolean;
}

function stepsOf(a: readonly string[], b: readonly string[]): Step[] {
  const steps: Step[] = [];
  let [i, j] = [0, 0];
  for (const block of matchingBlocks(a, b)) {
    if (i < block.a || j < block.b) steps.push({ isEqual: false, aStart: i, aEnd: block.a, bStart: j, bEnd: block.b });
    [i, j] = [block.a + block.size, block.b + block.size];
    if (block.size > 0) steps.push({ isEqual: true, aStart: block.a, aEnd: i, bStart: block.b, bEnd: j });
  }
  return steps;
}

const context = 3;

/** Steps with a little of what is equal around them. */
function groupsOf(steps: readonly Step[]): Step[][] {
  const groups: Step[][] = [];
  let group: Step[] = [];
  for (const [index, step] of steps.entries()) {
    if (!step.isEqual) {
      group.push(step);
      continue;
    }
    const length = step.aEnd - step.aStart;
    const isFirst = index === 0;
    const isLast = index === steps.length - 1;
    if (isFirst && isLast) continue;
    if (isFirst) group.push(tail(step));
    else if (isLast) group.push(head(step));
    else if (length > 2 * context) {
      groups.push([...group, head(step)]);
      group = [tail(step)];
    } else group.push(step);
  }
  if (group.some((step) => !step.isEqual)) groups.push(group);
  return groups;
}

function head(step: Step): Step {
  const size = Math.min(context, step.aEnd - step.aStart);
  return { ...step, aEnd: step.aStart + size, bEnd: step.bStart + size };
}

function tail(step: Step): Step {
  const size = Math.min(context, step.aEnd - step.aStart);
  return { ...step, aStart: step.aEnd - size, bStart: step.bEnd - size };
}

function printRange(start: number, end: number): string {
  const length = end - start;
  if (length === 1) return String(start + 1);
  return length === 0 ? `${start},0` : `${start + 1},${length}`;
}

/** Hunks with three lines of context and without names of files. */
export function unifiedDiff(before: string, after: string): string {
  const a = before.split('\n');
  const b = after.split('\n');
  const lines: string[] = [];
  for (const group of groupsOf(stepsOf(a, b))) {
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) continue;
    lines.push(`@@ -${printRange(first.aStart, last.aEnd)} +${printRange(first.bStart, last.bEnd)} @@`);
    for (const step of group) {
      if (step.isEqual) lines.push(...a.slice(step.aStart, step.aEnd).map((line) => ` ${line}`));
      else {
        lines.push(...a.slice(step.aStart, step.aEnd).map((line) => `-${line}`));
        lines.push(...b.slice(step.bStart, step.bEnd).map((line) => `+${line}`));
      }
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}
