import { type Event, parseEvents, syntaxFault } from './yaml-events.ts';

/** The parser's events and the text that their offsets belong to. */
export interface ReadEvents {
  readonly source: string;
  readonly events: readonly Event[];
}

/** How many characters may be read again for repairs: some seconds at most, whatever the text. */
const repairBudget = 32 * 1024 * 1024;

/**
 * Reads a text into events. Go's libraries do not mind the indentation of lines inside brackets and quotes, which YAML 1.2 and js-yaml do;
 * so such a line is indented and the text read again. Lines keep their numbers. Throws what js-yaml throws.
 */
export function readEvents(text: string, maxDepth: number): ReadEvents {
  let source = text;
  let budget = repairBudget;
  for (;;) {
    try {
      return { source, events: parseEvents(source, { maxDepth }) };
    } catch (thrown) {
      budget -= source.length;
      const repaired = budget > 0 ? indentLine(source, thrown) : undefined;
      if (repaired === undefined) throw thrown;
      source = repaired;
    }
  }
}

/** The text with the line of the complaint indented, undefined when the complaint is another one. */
function indentLine(source: string, thrown: unknown): string | undefined {
  const fault = syntaxFault(thrown);
  if (fault?.mark === undefined || fault.reason !== 'deficient indentation') return undefined;
  const start = fault.mark.position - fault.mark.column;
  return source.slice(0, start) + ' '.repeat(deepestIndent(source.slice(0, start)) + 1) + source.slice(start);
}

/** The largest column at which a line of block content starts, list dashes included. */
function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [indent] of text.matchAll(/^[ \-?:]*/gm)) deepest = Math.max(deepest, indent.length);
  return deepest;
}
