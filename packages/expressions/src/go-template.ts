import type { RegexpMatch } from './go-regexp.ts';

/** A piece of a replacement template: text, or the number or name of a group. */
type Piece = { readonly text: string } | { readonly group: number | string };

/** A replacement template in Go's syntax, read once for many matches. */
export type GoTemplate = readonly Piece[];

const name = /[\p{L}\p{Nd}_]+/uy;
/** A number with a leading zero or beyond Go's bound is a name, and there is no such name. */
const groupNumber = /^(?:0|[1-9][0-9]{0,8})$/;

/**
 * Reads a template: `$1`, `${1}`, `$name`, `${name}`, `$$`. A name is as long as it can be: `$1x` is `${1x}`. A `$` that starts nothing
 * stands for itself.
 */
export function parseGoTemplate(template: string): GoTemplate {
  const pieces: Piece[] = [];
  let position = 0;
  for (let dollar = template.indexOf('$'); dollar !== -1; dollar = template.indexOf('$', position)) {
    pieces.push({ text: template.slice(position, dollar) });
    const found = readReference(template, dollar + 1);
    pieces.push(found.piece);
    position = found.next;
  }
  pieces.push({ text: template.slice(position) });
  return pieces;
}

function readReference(template: string, start: number): { readonly piece: Piece; readonly next: number } {
  if (template[start] === '$') return { piece: { text: '$' }, next: start + 1 };
  const isBraced = template[start] === '{';
  name.lastIndex = isBraced ? start + 1 : start;
  const found = name.exec(template)?.[0];
  const isClosed = !isBraced || template[name.lastIndex] === '}';
  if (found === undefined || !isClosed) return { piece: { text: '$' }, next: start };
  const group = groupNumber.test(found) ? Number(found) : found;
  return { piece: { group }, next: isBraced ? name.lastIndex + 1 : name.lastIndex };
}

/** Fills a template from a match; groups that do not exist or took no part are empty. */
export function expandGoTemplate(template: GoTemplate, match: RegexpMatch): string {
  let out = '';
  for (const piece of template) {
    if ('text' in piece) out += piece.text;
    else if (typeof piece.group === 'number') out += match.groups[piece.group] ?? '';
    else out += match.named.get(piece.group) ?? '';
  }
  return out;
}
