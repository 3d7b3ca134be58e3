import { offsetOf } from './composer.ts';
import { LineIndex } from './line-index.ts';
import { EVENT_ID, type Event, getScalarValue, parseEvents } from './yaml-events.ts';

/** Finds the lines of fields. The text is read again at the first question only; texts without questions cost nothing. */
export class FieldLocator {
  readonly #text: string;
  readonly #maxDepth: number;
  #events: readonly Event[] | undefined;
  #starts: readonly number[] = [];

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  /** 1-based line of the key or item at `path` in the document of that 0-based number (empty ones count); undefined when absent. */
  lineOf(document: number, path: readonly (string | number)[]): number | undefined {
    const events = this.#read();
    const start = this.#starts[document];
    if (start === undefined) return undefined;
    let index: number | undefined = start + 1;
    let offset = offsetAt(events, index);
    for (const step of path) {
      const found = this.#step(events, index, step);
      if (found === undefined) return undefined;
      offset = found.offset ?? offset;
      index = found.index;
    }
    return offset === undefined ? undefined : new LineIndex(this.#text).at(offset).line;
  }

  #read(): readonly Event[] {
    if (this.#events !== undefined) return this.#events;
    const events = parseEvents(this.#text, { maxDepth: this.#maxDepth });
    this.#starts = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
    this.#events = events;
    return events;
  }

  #step(events: readonly Event[], index: number, step: string | number): Found | undefined {
    const event = events[index];
    if (event?.type === EVENT_ID.ALIAS) {
      const target = this.#anchor(events, this.#text.slice(event.anchorStart, event.anchorEnd), index);
      return target === undefined ? undefined : this.#step(events, target, step);
    }
    if (event?.type === EVENT_ID.MAPPING) return this.#findKey(events, index, String(step));
    return event?.type === EVENT_ID.SEQUENCE ? findItem(events, index, Number(step)) : undefined;
  }

  #findKey(events: readonly Event[], mapping: number, key: string): Found | undefined {
    let merge: Found | undefined;
    let index = mapping + 1;
    while (events[index] !== undefined && events[index]?.type !== EVENT_ID.POP) {
      const event = events[index];
      const value = afterNode(events, index);
      const text = event?.type === EVENT_ID.SCALAR ? getScalarValue(this.#text, event) : undefined;
      if (text === key) return { index: value, offset: offsetAt(events, index) };
      // What a merge brings in is shown at the merge: that is the line to change.
      if (text === '<<') merge = { index: value, offset: offsetAt(events, index) };
      index = afterNode(events, value);
    }
    return merge;
  }

  /** The last definition of an anchor before an alias. */
  #anchor(events: readonly Event[], name: string, before: number): number | undefined {
    for (let index = before - 1; index >= 0; index--) {
      const event = events[index];
      if (event === undefined || event.type === EVENT_ID.DOCUMENT) return undefined;
      if (event.type === EVENT_ID.POP || event.type === EVENT_ID.ALIAS || event.anchorStart === -1) continue;
      if (this.#text.slice(event.anchorStart, event.anchorEnd) === name) return index;
    }
    return undefined;
  }
}

interface Found {
  /** Event of the value. */
  readonly index: number;
  /** Where its key or the item itself starts. */
  readonly offset: number | undefined;
}

function findItem(events: readonly Event[], sequence: number, position: number): Found | undefined {
  let index = sequence + 1;
  for (let seen = 0; events[index] !== undefined && events[index]?.type !== EVENT_ID.POP; seen++) {
    if (seen === position) return { index, offset: offsetAt(events, index) };
    index = afterNode(events, index);
  }
  return undefined;
}

function offsetAt(events: readonly Event[], index: number): number | undefined {
  const event = events[index];
  return event === undefined ? undefined : offsetOf(event);
}

/** The event after a whole node. */
function afterNode(events: readonly Event[], start: number): number {
  let depth = 0;
  let index = start;
  do {
    const type = events[index++]?.type;
    if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth++;
    if (type === EVENT_ID.POP) depth--;
  } while (depth > 0 && index < events.length);
  return index;
}
