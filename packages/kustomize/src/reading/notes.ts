import type { Value } from '../values/value.ts';

/** How a scalar was written. */
export type ScalarStyle = 'plain' | 'double' | 'single' | 'literal' | 'folded';

/** How one field of a map, or one item of a list, was written. */
export interface EntryNote {
  keyStyle?: ScalarStyle;
  style?: ScalarStyle;
  /** The scalar as it was read: a note on style only holds while the value is the same kind. */
  value?: Value;
  head?: string;
  line?: string;
  foot?: string;
}

/** How a map or list was written. */
export interface ContainerNote {
  flow: boolean;
  readonly entries: Map<string | number, EntryNote>;
}

/**
 * What a text says beside its values: comments, quotes, flow style. Kept beside the values, by identity, so that values stay plain;
 * printing a changed value looks up what is still there.
 */
export class Notes {
  readonly containers: WeakMap<object, ContainerNote> = new WeakMap();
  /** Comments of the document itself, before and after the content. */
  head = '';
  foot = '';
  /** Style of the scalar read last. */
  lastStyle: ScalarStyle = 'plain';
  private pending: { text: string; afterBlankLine: boolean }[] = [];
  private lineComment: { text: string; lineStart: number } | undefined;

  container(value: object, flow: boolean): ContainerNote {
    const note: ContainerNote = { flow, entries: new Map() };
    this.containers.set(value, note);
    return note;
  }

  comment(text: string, pos: number, lineStart: number, source: string): void {
    if (source.slice(lineStart, pos).trim() === '') {
      const afterBlankLine =
        /\n[ \t]*\n[ \t]*$/.test(source.slice(Math.max(0, lineStart - 200), pos)) || lineStart === 0;
      this.pending.push({ text, afterBlankLine });
      return;
    }
    this.lineComment = { text, lineStart };
  }

  /** The comment lines met since the last call. */
  takeHead(): string {
    if (this.pending.length === 0) return '';
    const head = this.pending
      .map(({ text, afterBlankLine }, index) => (afterBlankLine && index > 0 ? `\n${text}` : text))
      .join('\n');
    this.pending = [];
    return head;
  }

  /** The comment behind content of the line that starts at `lineStart`. */
  takeLine(lineStart: number): string {
    const comment = this.lineComment;
    if (comment === undefined || comment.lineStart !== lineStart) return '';
    this.lineComment = undefined;
    return comment.text;
  }

  copyNote(from: Value, to: Value): void {
    if (typeof from !== 'object' || from === null || typeof to !== 'object' || to === null) return;
    const note = this.containers.get(from);
    if (note !== undefined) this.containers.set(to, note);
  }
}
