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
    if (deficientLine(thrown) === undefined) throw thrown;
    const source = indentLines(text, maxDepth);
    return { source, events: parseEvents(source, { maxDepth }) };
  }
}

/** Repairs document by document, so that a line costs no more than its own document. */
function indentLines(text: string, maxDepth: number): string {
  let budget = repairBudget;
  const documents = text.split(/^(?=---(?:\s|$))/m).map((part) => {
    let document = part;
    while (budget > 0) {
      budget -= document.length;
      const start = findDeficientLine(document, maxDepth);
      if (start === undefined) break;
      const before = document.slice(0, start);
      document = before + ' '.repeat(deepestIndent(before) + 1) + document.slice(start);
    }
    return document;
  });
  return documents.join('');
}

function findDeficientLine(document: string, maxDepth: number): number | undefined {
  try {
    parseEvents(document, { maxDepth });
    return undefined;
  } catch (thrown) {
    return deficientLine(thrown);
  }
}

/** Where the line starts that the parser finds not indented enough; undefined for any other complaint, which the last reading repeats. */
function deficientLine(thrown: unknown): number | undefined {
  const fault = syntaxFault(thrown);
  if (fault?.mark === undefined || fault.reason !== 'deficient indentation') return undefined;
  return fault.mark.position - fault.mark.column;
}

/** The largest column at which a line of block content starts, list dashes included. */
function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [indent] of text.matchAll(/^[ \-?:]*/gm)) deepest = Math.max(deepest, indent.length);
  return deepest;
}
