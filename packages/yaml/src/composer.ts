import { AliasTable } from './alias-table.ts';
import { ComposeFault } from './compose-fault.ts';
import { readMapping } from './compose-mapping.ts';
import { resolvePlain, type ScalarValue } from './go-scalar.ts';
import { coreTag, resolveTagged } from './tagged-scalar.ts';
import {
  COLLECTION_STYLE,
  EVENT_ID,
  type Event,
  getScalarValue,
  SCALAR_STYLE,
  type ScalarEvent,
} from './yaml-events.ts';
import type { YamlDialect, YamlValue } from './yaml-value.ts';

interface ComposerOptions {
  readonly dialect: YamlDialect;
  readonly maxAliasedValues: number;
  readonly onDuplicateKey: ((key: string, offset: number) => void) | undefined;
}

/** Builds values from the parser's events; the position in the events is its only state beside the anchors. */
export class Composer {
  readonly source: string;
  readonly events: readonly Event[];
  readonly dialect: YamlDialect;
  readonly aliases: AliasTable;
  /** Told of keys that a mapping has already, by their offset. */
  readonly onDuplicateKey: ((key: string, offset: number) => void) | undefined;
  #next = 0;

  constructor(source: string, events: readonly Event[], options: ComposerOptions) {
    this.source = source;
    this.events = events;
    this.dialect = options.dialect;
    this.aliases = new AliasTable(options.maxAliasedValues);
    this.onDuplicateKey = options.onDuplicateKey;
  }

  /** Whether another document follows. */
  get hasDocument(): boolean {
    return this.#next < this.events.length;
  }

  /** Builds the next document. `start` is the offset of its first content, undefined when it has none. */
  readDocument(): { readonly value: YamlValue; readonly start: number | undefined } {
    this.aliases.clear();
    this.#next++;
    const start = offsetOf(this.peek());
    const value = this.readValue(false);
    this.#next++;
    return { value, start };
  }

  /** The event that is read next. */
  peek(): Event {
    const event = this.events[this.#next];
    if (event === undefined) throw new ComposeFault('unexpected end of the stream', this.source.length);
    return event;
  }

  /** Steps over the end of a collection if it is next. */
  takePop(): boolean {
    if (this.peek().type !== EVENT_ID.POP) return false;
    this.#next++;
    return true;
  }

  /** Builds the next value. `inFlowMapping` tells that it is the value of a key inside braces. */
  readValue(inFlowMapping: boolean): YamlValue {
    const index = this.#next++;
    const event = this.events[index];
    if (event?.type === EVENT_ID.SCALAR) {
      if (event.anchorStart !== -1) this.#remember(event, index);
      return this.#scalarValue(event, inFlowMapping);
    }
    if (event?.type === EVENT_ID.ALIAS) return this.#readAlias(index, event.anchorStart, event.anchorEnd);
    if (event?.type !== EVENT_ID.MAPPING && event?.type !== EVENT_ID.SEQUENCE) {
      throw new ComposeFault('expected a value', this.source.length);
    }
    this.aliases.count(event.start);
    if (event.anchorStart === -1) return this.#readCollection(event.type, event.style, event.start);
    this.#remember(event, index);
    this.aliases.open(index);
    const value = this.#readCollection(event.type, event.style, event.start);
    this.aliases.close(index);
    return value;
  }

  /** Reads a mapping key. `isMerge` tells an unquoted `<<`. */
  readKey(): { readonly event: ScalarEvent; readonly text: string; readonly isMerge: boolean } {
    const index = this.#next;
    const event = this.peek();
    if (event.type === EVENT_ID.ALIAS) return this.#readAliasKey(event.anchorStart, event.anchorEnd);
    if (event.type !== EVENT_ID.SCALAR) {
      const hint = 'a template such as {{ … }} must be quoted; other keys must be plain words';
      throw new ComposeFault('mapping keys must be scalars', offsetOf(event) ?? 0, hint);
    }
    this.#next++;
    if (event.anchorStart !== -1) this.#remember(event, index);
    return this.#keyOf(event);
  }

  #keyOf(event: ScalarEvent): { event: ScalarEvent; text: string; isMerge: boolean } {
    const text = getScalarValue(this.source, event);
    const isMerge = text === '<<' && event.style === SCALAR_STYLE.PLAIN && this.#mayMerge(event);
    return { event, text, isMerge };
  }

  #mayMerge(event: ScalarEvent): boolean {
    return event.tagStart === -1 || coreTag(this.#tagText(event)) === 'merge';
  }

  #readAliasKey(start: number, end: number): { event: ScalarEvent; text: string; isMerge: boolean } {
    const target = this.events[this.aliases.resolve(this.source.slice(start, end), this.#next, start)];
    if (target?.type !== EVENT_ID.SCALAR) throw new ComposeFault('mapping keys must be scalars', start);
    this.#next++;
    return this.#keyOf(target);
  }

  /** What a scalar that serves as key or value stands for, before numbers that JSON lacks are refused. */
  resolve(event: ScalarEvent, text: string): ScalarValue {
    if (event.tagStart !== -1) return resolveTagged(this.#tagText(event), text, event, this.dialect);
    return event.style === SCALAR_STYLE.PLAIN ? resolvePlain(text, this.dialect) : text;
  }

  #readCollection(type: number, style: number, start: number): YamlValue {
    if (type === EVENT_ID.MAPPING) return readMapping(this, style === COLLECTION_STYLE.FLOW, start);
    const items: YamlValue[] = [];
    while (!this.takePop()) items.push(this.readValue(false));
    return items;
  }

  #scalarValue(event: ScalarEvent, inFlowMapping: boolean): YamlValue {
    this.aliases.count(event.valueStart);
    // kyaml prints a missing value inside braces as an empty string before it reads it again.
    if (event.valueStart === -1 && inFlowMapping && this.dialect === 'v3' && event.tagStart === -1) return '';
    const value = this.resolve(event, getScalarValue(this.source, event));
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const hint = 'JSON has no such number; quote it if a string is meant';
      const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
      throw new ComposeFault(`unsupported value: ${name}`, event.valueStart, hint);
    }
    return value;
  }

  #readAlias(index: number, start: number, end: number): YamlValue {
    const target = this.aliases.resolve(this.source.slice(start, end), index, start);
    const resume = this.#next;
    this.#next = target;
    this.aliases.beginReplay();
    const value = this.readValue(false);
    this.aliases.endReplay();
    this.#next = resume;
    return value;
  }

  #remember(event: { anchorStart: number; anchorEnd: number }, index: number): void {
    this.aliases.define(this.source.slice(event.anchorStart, event.anchorEnd), index);
  }

  #tagText(event: ScalarEvent): string {
    return this.source.slice(event.tagStart, event.tagEnd);
  }
}

/** Where the content of an event starts; undefined for empty scalars and ends. */
export function offsetOf(event: Event): number | undefined {
  if (event.type === EVENT_ID.SCALAR) return startOf(event.valueStart, event.anchorStart, event.tagStart);
  if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) return event.start;
  return event.type === EVENT_ID.ALIAS ? event.anchorStart : undefined;
}

function startOf(...offsets: readonly number[]): number | undefined {
  return offsets.find((offset) => offset !== -1);
}
