import type { ContainerNote, EntryNote, Notes } from '../reading/notes.ts';
import { type Fields, hasFields, isFields, type Value } from '../values/value.ts';
import { printFlow } from './print-flow.ts';
import { printKey, printScalar } from './print-scalar.ts';

/** Prints a value with the comments, quotes, flow style and order that its text had; what is new is printed as kyaml does. */
export function printNodes(value: Value, notes: Notes): string {
  const lines: string[] = [];
  const printer = new NodePrinter(notes, lines);
  printer.root(value);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

class NodePrinter {
  private readonly notes: Notes;
  private readonly lines: string[];

  constructor(notes: Notes, lines: string[]) {
    this.notes = notes;
    this.lines = lines;
  }

  root(value: Value): void {
    if (this.isBlock(value)) this.block(value, '', '');
    else this.lines.push(this.inline(value, undefined, ''));
    const foot = this.noteOf(value)?.foot;
    if (foot !== undefined) this.lines.push('', foot);
  }

  /** Entries one below the other; the first one starts behind `lead`. */
  private block(value: Fields | Value[], indent: string, lead: string): void {
    const note = this.noteOf(value);
    if (Array.isArray(value)) this.items(value, note, indent, lead);
    else this.fields(value, note, indent, lead);
  }

  private items(list: readonly Value[], note: ContainerNote | undefined, indent: string, lead: string): void {
    let start = lead === '' ? indent : lead;
    for (const [index, item] of list.entries()) {
      const about = itemNote(note, item, index);
      this.head(about, indent, index === 0 && lead !== '');
      if (this.isBlock(item)) this.block(item, `${indent}  `, `${start}- `);
      else this.lines.push(`${start}- ${this.inline(item, about, `${indent}  `)}${lineComment(about)}`);
      start = indent;
    }
  }

  private fields(fields: Fields, note: ContainerNote | undefined, indent: string, lead: string): void {
    let start = lead === '' ? indent : lead;
    for (const key of keysInOrder(fields, note)) {
      const value = fields[key];
      if (value === undefined) continue;
      const about = note?.entries.get(key);
      this.head(about, indent, start === lead && lead !== '');
      this.field(`${start}${printKey(key, about?.keyStyle)}:`, value, about, indent);
      start = indent;
    }
  }

  private field(prefix: string, value: Value, about: EntryNote | undefined, indent: string): void {
    if (this.isBlock(value)) {
      this.lines.push(prefix + lineComment(about));
      // Items of a list stand under their key; fields are indented.
      this.block(value, Array.isArray(value) ? indent : `${indent}  `, '');
      return;
    }
    const text = this.inline(value, about, `${indent}  `);
    this.lines.push(`${prefix}${text === '' ? '' : ` ${text}`}${lineComment(about)}`);
  }

  private head(about: EntryNote | undefined, indent: string, isInline: boolean): void {
    if (about?.head === undefined) return;
    const margin = isInline ? '' : indent;
    for (const line of about.head.split('\n')) this.lines.push(margin + line);
  }

  private inline(value: Value, about: EntryNote | undefined, indent: string): string {
    if (Array.isArray(value) || isFields(value)) return printFlow(value, this.notes);
    return printScalar(value, about, indent);
  }

  private isBlock(value: Value): value is Fields | Value[] {
    if (Array.isArray(value)) return value.length > 0 && this.noteOf(value)?.flow !== true;
    return isFields(value) && hasFields(value) && this.noteOf(value)?.flow !== true;
  }

  private noteOf(value: Value): ContainerNote | undefined {
    return typeof value === 'object' && value !== null ? this.notes.containers.get(value) : undefined;
  }
}

/** Keys as they were read, then new ones: objects alone put those that look like numbers first. */
function keysInOrder(fields: Fields, note: ContainerNote | undefined): string[] {
  const keys = Object.keys(fields);
  if (note === undefined) return keys;
  const old = [...note.entries.keys()].filter((key): key is string => Object.hasOwn(fields, key));
  return [...old, ...keys.filter((key) => !note.entries.has(key))];
}

/** Items move: the note is that of the same value, wherever it was, else that of the same place. */
function itemNote(note: ContainerNote | undefined, item: Value, index: number): EntryNote | undefined {
  if (note === undefined) return undefined;
  const here = note.entries.get(index);
  if (here?.value === item) return here;
  for (const other of note.entries.values()) if (other.value === item) return other;
  return typeof item === 'object' ? undefined : here;
}

function lineComment(about: EntryNote | undefined): string {
  return about?.line === undefined ? '' : ` ${about.line}`;
}
