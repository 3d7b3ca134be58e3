import type { JsonValue } from '@flux19/objects';
import { countWords } from './count-words.ts';
import type { Detail, Difference } from './difference.ts';
import { formatChange, type ReportStyle } from './format-change.ts';
import { textBlocks } from './text-blocks.ts';
import { yamlLines } from './yaml-lines.ts';

export type { ReportStyle } from './format-change.ts';

/** Differences as flux prints them: the place, then what was removed beside what was added. Ends with an empty line. */
export function formatReport(differences: readonly Difference[], style: ReportStyle): string {
  return `${differences.map((difference) => formatDifference(difference, style)).join('')}\n`;
}

function formatDifference({ path, details }: Difference, style: ReportStyle): string {
  const place = path.length === 0 ? '(root level)' : path.join('.');
  const blocks = details.map((detail) => formatDetail(detail, style));
  return `\n${style.paint.strong(place)}\n${textBlocks(blocks, style)}`;
}

function formatDetail(detail: Detail, style: ReportStyle): string {
  if (detail.kind === 'changed') return formatChange(detail.from, detail.to, style);
  if (detail.kind === 'reordered') return formatOrder(detail.from, detail.to, style);
  const { kind, entries } = detail;
  const { paint, width } = style;
  const isAdded = kind === 'added';
  const count = Array.isArray(entries)
    ? countWords(entries.length, 'list entry', 'list entries')
    : countWords(Object.keys(entries).length, 'map entry', 'map entries');
  const title = paint.changed(`${isAdded ? '+' : '-'} ${count} ${kind}:`);
  const text = yamlLines(entries, isAdded ? paint.added : paint.removed);
  // Flux: only what was added is set in.
  return `${title}\n${textBlocks([text], { width, indent: isAdded ? 2 : 0 })}`;
}

function formatOrder(from: readonly JsonValue[], to: readonly JsonValue[], { paint, width }: ReportStyle): string {
  const [before, after] = [from.map(entryText), to.map(entryText)];
  const title = `${paint.changed('⇆ order changed')}\n`;
  const longest = Math.max(before.join(', ').length, after.join(', ').length);
  if (longest < width / 2) {
    return `${title}${paint.removed(`- ${before.join(', ')}`)}\n${paint.added(`+ ${after.join(', ')}`)}\n`;
  }
  const columns = [paint.removed(before.join('\n')), paint.added(after.join('\n'))];
  return `${title}${textBlocks(columns, { width: Number.POSITIVE_INFINITY, indent: 2 })}`;
}

function entryText(entry: JsonValue): string {
  return typeof entry === 'object' ? yamlLines(entry, (line) => line) : String(entry);
}
