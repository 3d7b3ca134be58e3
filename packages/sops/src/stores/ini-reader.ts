import { SopsError } from '../sops-error.ts';
import type { SopsComment, SopsEntry, SopsMap } from '../tree/sops-tree.ts';

/** Flux and SOPS read INI with gopkg.in/ini.v1: entries before the first section belong to this one. */
export const defaultSection = 'DEFAULT';

const quotes = ['"""', '`'] as const;

/** Reads an INI file as a map of sections. Comments follow what they stand above, as SOPS keeps them. */
export class IniReader {
  readonly #lines: readonly string[];
  #at = 0;
  #comment: string[] = [];

  constructor(text: string) {
    this.#lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  }

  read(): SopsMap {
    const sections: SopsEntry[] = [];
    let entries = this.#open(sections, defaultSection);
    for (; this.#at < this.#lines.length; this.#at += 1) {
      const line = this.#line().trim();
      if (line === '') continue;
      if (line.startsWith('#') || line.startsWith(';')) this.#comment.push(line);
      else if (line.startsWith('[')) entries = this.#open(sections, sectionName(line));
      else this.#entry(line, entries);
    }
    return { kind: 'map', entries: sections };
  }

  #line(): string {
    return this.#lines[this.#at] ?? '';
  }

  #open(sections: SopsEntry[], name: string): (SopsEntry | SopsComment)[] {
    const known = name === defaultSection ? sections.find(({ key }) => key === name) : undefined;
    if (known !== undefined) return (known.value as SopsMap).entries as (SopsEntry | SopsComment)[];
    const entries: (SopsEntry | SopsComment)[] = [];
    this.#takeComment(entries);
    sections.push({ kind: 'entry', key: name, value: { kind: 'map', entries } });
    return entries;
  }

  #entry(line: string, entries: (SopsEntry | SopsComment)[]): void {
    const [key, rest] = splitKey(line);
    const value = this.#value(rest.trim());
    const known = entries.findIndex((entry) => entry.kind === 'entry' && entry.key === key);
    const entry: SopsEntry = { kind: 'entry', key, value };
    if (known >= 0) entries[known] = entry;
    else entries.push(entry);
    this.#takeComment(entries);
  }

  #takeComment(entries: (SopsEntry | SopsComment)[]): void {
    if (this.#comment.length === 0) return;
    const text = this.#comment.join('\n').replace(/^(?:[; ]+|[# ]+)/, '');
    entries.push({ kind: 'comment', text, isInline: false });
    this.#comment = [];
  }

  #value(text: string): string {
    const quote = quotes.find((candidate) => text.startsWith(candidate));
    if (quote !== undefined) return this.#quoted(text.slice(quote.length), quote);
    if (text.endsWith('\\')) return this.#continued(text.slice(0, -1));
    const comment = text.search(/[#;]/);
    if (comment >= 0) this.#comment.push(text.slice(comment));
    return unquote((comment >= 0 ? text.slice(0, comment) : text).trim());
  }

  /** A quoted value may go over several lines. */
  #quoted(first: string, quote: string): string {
    const end = first.lastIndexOf(quote);
    if (end >= 0) return first.slice(0, end);
    let value = `${first}\n`;
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      const stop = this.#line().lastIndexOf(quote);
      if (stop >= 0) return value + this.#line().slice(0, stop);
      value += `${this.#line()}\n`;
    }
    throw new SopsError('Malformed', 'an INI value lacks its closing quote');
  }

  #continued(first: string): string {
    let value = first;
    for (this.#at += 1; this.#at < this.#lines.length; this.#at += 1) {
      const next = this.#line().trim();
      value += next;
      if (!next.endsWith('\\')) break;
      value = value.slice(0, -1);
    }
    return value;
  }
}

function sectionName(line: string): string {
  const end = line.lastIndexOf(']');
  const name = line.slice(1, end).trim();
  if (end < 0 || name === '') throw new SopsError('Malformed', 'unclosed or empty INI section');
  return name;
}

function splitKey(line: string): readonly [string, string] {
  const quote = ['"""', '"', '`'].find((candidate) => line.startsWith(candidate));
  const begin = quote?.length ?? 0;
  const end = quote === undefined ? 0 : line.indexOf(quote, begin);
  const at = line.slice(Math.max(0, end)).search(/[=:]/) + Math.max(0, end);
  if (end < 0 || at <= 0) throw new SopsError('Malformed', 'an INI line has no name or no = sign');
  const key = quote === undefined ? line.slice(0, at) : line.slice(begin, end);
  return [key.trim(), line.slice(at + 1)];
}

function unquote(text: string): string {
  const quote = text[0];
  const isQuoted = (quote === '"' || quote === "'") && text.length >= 2 && text.indexOf(quote, 1) === text.length - 1;
  return isQuoted ? text.slice(1, -1) : text;
}
