import type { Value } from '../values/value.ts';

/** How a scalar was written. */
export type ScalarStyle = 'plain' | 'double' | 'single' | 'literal' | 'folded';

/** How one field of a map, or one item of a list, was written. */
export interface EntryNote {
  readonly keyStyle?: ScalarStyle | undefined;
  readonly style: ScalarStyle;
  /** What was read. */
  readonly value: Value;
  /** Comment lines above, with their `#`. */
  readonly head?: string | undefined;
  /** Comment at the end of the line. */
  readonly line?: string | undefined;
}

/** How a map or list was written. */
export interface ContainerNote {
  readonly flow: boolean;
  readonly entries: Map<string | number, EntryNote>;
  /** Comment lines behind the last entry. */
  foot?: string;
}

/**
 * What a text says beside its values: comments, quotes, flow style. Kept beside the values, by identity, so that values stay plain;
 * printing a changed value looks up what is still there.
 */
export class Notes {
  readonly containers: WeakMap<object, ContainerNote> = new WeakMap();
  /** Style of the scalar read last. */
  lastStyle: ScalarStyle = 'plain';
  private pending: string[] = [];
  private readonly lineComments = new Map<number, string>();

  container(value: object, flow: boolean): ContainerNote {
    const note: ContainerNote = { flow, entries: new Map() };
    this.containers.set(value, note);
    return note;
  }

  comment(text: string, pos: number, lineStart: number, source: string): void {
    const isAlone = source.slice(lineStart, pos).trim() === '';
    if (isAlone) this.pending.push(text);
    else this.lineComments.set(lineStart, text);
  }

  /** The comment lines met since the last call. */
  takeHead(): string | undefined {
    if (this.pending.length === 0) return undefined;
    const head = this.pending.join('\n');
    this.pending = [];
    return head;
  }

  /** The comment behind content of the line that starts at `lineStart`. */
  takeLine(lineStart: number): string | undefined {
    const comment = this.lineComments.get(lineStart);
    this.lineComments.delete(lineStart);
    return comment;
  }

  /** A field of a patch takes the place of one of the target: its own comments count, but the quotes of the target. */
  moveEntry(from: object | undefined, to: object, key: string, value: Value): void {
    const source = from === undefined ? undefined : this.containers.get(from)?.entries.get(key);
    const note = this.containers.get(to);
    if (source === undefined || note === undefined) return;
    const old = note.entries.get(key);
    const { style, keyStyle } = old ?? source;
    note.entries.set(key, { style, keyStyle, value, head: old?.head, line: source.line });
  }

  /** An empty target is printed in the style of what fills it. */
  takeStyle(from: object, to: object): void {
    const source = this.containers.get(from);
    if (source !== undefined) this.container(to, source.flow);
  }

  copyNote(from: Value, to: Value): void {
    if (typeof from !== 'object' || from === null || typeof to !== 'object' || to === null) return;
    const note = this.containers.get(from);
    if (note !== undefined) this.containers.set(to, note);
  }
}
