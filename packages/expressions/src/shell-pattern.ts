/** One step of a shell pattern: any run of characters, or one character that the test accepts. */
type Step = { readonly kind: 'run' } | { readonly kind: 'one'; accepts(code: number): boolean };

/** A shell pattern: `*`, `?`, `[a-z]`, `[^a-z]` and `\` before a character. `*` also matches `/`. */
export interface ShellPattern {
  /** Lengths of the shortest and the longest start of the text that match, the empty one left out; undefined when none does. */
  matchStart(characters: readonly string[]): { readonly shortest: number; readonly longest: number } | undefined;
  readonly steps: number;
}

/** Reads a pattern given as characters; undefined when it is malformed. */
export function parseShellPattern(pattern: readonly string[]): ShellPattern | undefined {
  const steps: Step[] = [];
  const codes = pattern.map((character) => character.codePointAt(0) ?? 0);
  let position = 0;
  while (position < codes.length) {
    const found = readStep(codes, position);
    if (found === undefined) return undefined;
    if (found.step.kind === 'one' || steps.at(-1)?.kind !== 'run') steps.push(found.step);
    position = found.next;
  }
  return { steps: steps.length, matchStart: (characters) => matchStart(steps, characters) };
}

const [star, question, bracket, closing, caret, dash, backslash] = [...'*?[]^-\\'].map((sign) => sign.charCodeAt(0));

interface Read {
  readonly step: Step;
  readonly next: number;
}

function readStep(codes: readonly number[], position: number): Read | undefined {
  const code = codes[position];
  if (code === star) return { step: { kind: 'run' }, next: position + 1 };
  if (code === question) return { step: { kind: 'one', accepts: () => true }, next: position + 1 };
  if (code === bracket) return readClass(codes, position + 1);
  const literal = readLiteral(codes, position);
  if (literal === undefined) return undefined;
  return { step: { kind: 'one', accepts: (other) => other === literal.code }, next: literal.next };
}

function readLiteral(codes: readonly number[], position: number): { code: number; next: number } | undefined {
  const start = codes[position] === backslash ? position + 1 : position;
  const code = codes[start];
  return code === undefined ? undefined : { code, next: start + 1 };
}

function readClass(codes: readonly number[], start: number): Read | undefined {
  const isNegated = codes[start] === caret;
  const ranges: (readonly [low: number, high: number])[] = [];
  let position = isNegated ? start + 1 : start;
  while (codes[position] !== closing || ranges.length === 0) {
    const low = readBound(codes, position);
    const high = low !== undefined && codes[low.next] === dash ? readBound(codes, low.next + 1) : low;
    if (low === undefined || high === undefined) return undefined;
    ranges.push([low.code, high.code]);
    position = high.next;
  }
  const accepts = (code: number): boolean => ranges.some(([low, high]) => low <= code && code <= high) !== isNegated;
  return { step: { kind: 'one', accepts }, next: position + 1 };
}

/** A bound of a range; `-` and `]` need a backslash, and something must follow. */
function readBound(codes: readonly number[], position: number): { code: number; next: number } | undefined {
  if (codes[position] === dash || codes[position] === closing) return undefined;
  const bound = readLiteral(codes, position);
  return bound === undefined || bound.next >= codes.length ? undefined : bound;
}

/** Walks the text once with all places the pattern may have reached: time is text times pattern, whatever they are. */
function matchStart(
  steps: readonly Step[],
  characters: readonly string[],
): { shortest: number; longest: number } | undefined {
  let reached = passRuns(steps, new Set([0]));
  let shortest: number | undefined;
  let longest = 0;
  for (const [index, character] of characters.entries()) {
    const code = character.codePointAt(0) ?? 0;
    reached = passRuns(steps, advance(steps, reached, code));
    if (reached.size === 0) break;
    if (!reached.has(steps.length)) continue;
    shortest ??= index + 1;
    longest = index + 1;
  }
  return shortest === undefined ? undefined : { shortest, longest };
}

function advance(steps: readonly Step[], reached: ReadonlySet<number>, code: number): Set<number> {
  const next = new Set<number>();
  for (const place of reached) {
    const step = steps[place];
    if (step?.kind === 'run') next.add(place);
    else if (step?.accepts(code)) next.add(place + 1);
  }
  return next;
}

/** A run may match nothing, so the place behind it counts as reached. */
function passRuns(steps: readonly Step[], reached: Set<number>): Set<number> {
  for (const place of reached) {
    if (steps[place]?.kind === 'run') reached.add(place + 1);
  }
  return reached;
}
