import type { JsonValue } from '@flux19/objects';
import { diffLines } from 'diff';
import type { Paint } from '../../../program/paint.ts';
import { countWords } from './count-words.ts';
import { textBlocks } from './text-blocks.ts';
import { typeOf } from './value-type.ts';
import { yamlLines } from './yaml-lines.ts';

export interface ReportStyle {
  readonly paint: Paint;
  /** Characters of a line. */
  readonly width: number;
}

/** A value that became another. */
export function formatChange(from: JsonValue, to: JsonValue, style: ReportStyle): string {
  if (typeof from === 'string' && typeof to === 'string') return formatTextChange(from, to, style);
  const { paint } = style;
  const [before, after] = [typeOf(from), typeOf(to)];
  const title = before === after ? 'value change' : `type change from ${before} to ${after}`;
  return `${paint.changed(`± ${title}`)}\n${removedText(valueText(from), paint)}${addedText(valueText(to), paint)}`;
}

function valueText(value: JsonValue): string {
  return value === null ? '<nil>' : yamlLines(value, (line) => line).replace(/\n+$/, '');
}

function formatTextChange(from: string, to: string, { paint, width }: ReportStyle): string {
  if (isSameButSpaces(from, to)) {
    const blocks = [removedText(visibleSpaces(from), paint), addedText(visibleSpaces(to), paint)];
    return `${paint.changed('± whitespace only change')}\n${textBlocks(blocks, { width })}`;
  }
  if (from.includes('\n') || to.includes('\n')) return formatLineChanges(from, to, paint);
  return `${paint.changed('± value change')}\n${removedText(from, paint)}${addedText(to, paint)}`;
}

function isSameButSpaces(from: string, to: string): boolean {
  return from.replace(/[ \n]/g, '') === to.replace(/[ \n]/g, '');
}

function visibleSpaces(text: string): string {
  return text.replaceAll('\n', '↵\n').replaceAll(' ', '·');
}

/** Only the lines that differ. */
function formatLineChanges(from: string, to: string, paint: Paint): string {
  const parts = diffLines(from, to).filter(({ added, removed }) => added || removed);
  const inserts = parts.filter(({ added }) => added).length;
  const deletions = parts.length - inserts;
  const title = `± value change in multiline text (${countWords(inserts, 'insert')}, ${countWords(deletions, 'deletion')})`;
  const lines = parts.flatMap(({ value, added }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => `${added ? paint.added(`+ ${line}`) : paint.removed(`- ${line}`)}\n`),
  );
  return `${paint.changed(title)}\n${lines.join('')}\n`;
}

function removedText(text: string, paint: Paint): string {
  return `${paint.removed(`- ${text.replaceAll('\n', '\n  ')}`)}\n`;
}

function addedText(text: string, paint: Paint): string {
  return `${paint.added(`+ ${text.replaceAll('\n', '\n  ')}`)}\n`;
}
