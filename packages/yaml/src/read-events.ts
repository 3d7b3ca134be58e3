import { type Event, parseEvents, syntaxFault } from './yaml-events.ts';

/** The parser's events and the text that their offsets belong to. */
export interface ReadEvents {
  readonly source: string;
  readonly events: readonly Event[];
}

/** How many characters may be read again for repairs: a second or two, whatever the text. */
const repairBudget = 32 * 1024 * 1024;

/**
 * Reads a text into events. Go's libraries do not mind the indentation of lines inside brackets and quotes, which YAML 1.2 and js-yaml do;
 * such lines are indented and the text is read again. Lines keep their numbers. Throws what js-yaml throws.
 */
export function readEvents(text: string, maxDepth: number): ReadEvents {
  try {
    return { source: text, events: parseEvents(text, { maxDepth }) };
  } catch (thrown) {
    if (!lineFault(thrown)?.isDeficient) throw thrown;
    const source = indentLines(text, maxDepth);
    return { source, events: parseEvents(source, { maxDepth }) };
  }
}

/** Repairs document by document, so that a line costs no more than its own document. */
function indentLines(text: string, maxDepth: number): string {
  const budget = { left: repairBudget };
  return text
    .split(/^(?=---(?:\s|$))/m)
    .map((document) => indentDocument(document, maxDepth, budget))
    .join('');
}

/**
 * Indents the line that the parser complains about, and as many after it as it accepts: twice as many after each success, one after a
 * failure. What follows brackets and quotes cannot be indented by mistake, for there it would be an error.
 */
function indentDocument(text: string, maxDepth: number, budget: { left: number }): string {
  let document = text;
  let fault = findFault(document, maxDepth, budget);
  let count = 1;
  while (fault?.isDeficient && budget.left > 0) {
    const attempt = indentFrom(document, fault.lineStart, count);
    const next = findFault(attempt.text, maxDepth, budget);
    const isAccepted = next === undefined || next.lineStart >= Math.max(attempt.end, fault.lineStart + 1);
    if (isAccepted) {
      document = attempt.text;
      fault = next;
    } else if (count === 1) {
      // Indentation is no help here; the last reading repeats the complaint.
      break;
    }
    count = isAccepted ? count * 2 : 1;
  }
  return document;
}

/** The text with `count` lines from an offset on indented, and where the last of them ends. */
function indentFrom(text: string, start: number, count: number): { readonly text: string; readonly end: number } {
  const margin = ' '.repeat(deepestIndent(text.slice(0, start)) + 1);
  let end = start;
  for (let line = 0; line < count && end < text.length; line++) end = text.indexOf('\n', end) + 1 || text.length;
  const indented = text.slice(start, end).replace(/^(?=.)/gm, margin);
  return { text: text.slice(0, start) + indented + text.slice(end), end: start + indented.length };
}

interface LineFault {
  readonly lineStart: number;
  readonly isDeficient: boolean;
}

function findFault(document: string, maxDepth: number, budget: { left: number }): LineFault | undefined {
  budget.left -= document.length;
  try {
    parseEvents(document, { maxDepth });
    return undefined;
  } catch (thrown) {
    return lineFault(thrown);
  }
}

/** Where the line starts that the parser complains about, and whether it is its indentation inside brackets or quotes. */
function lineFault(thrown: unknown): LineFault | undefined {
  const fault = syntaxFault(thrown);
  if (fault?.mark === undefined) return undefined;
  return { lineStart: fault.mark.position - fault.mark.column, isDeficient: fault.reason === 'deficient indentation' };
}

/** The largest column at which a line of block content starts, list dashes included. */
function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [indent] of text.matchAll(/^[ \-?:]*/gm)) deepest = Math.max(deepest, indent.length);
  return deepest;
}
