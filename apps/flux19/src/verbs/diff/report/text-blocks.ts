import { stripVTControlCharacters } from 'node:util';

const separator = '   ';

/** Puts blocks of lines beside each other where `width` allows, else below each other. */
export function textBlocks(
  blocks: readonly string[],
  { width, indent = 0 }: { readonly width: number; readonly indent?: number },
): string {
  const columns = blocks.map((block) => block.split('\n'));
  const widths = columns.map((lines) => Math.max(...lines.map(lengthOf)));
  const total = widths.reduce((sum, one) => sum + one, indent + (blocks.length - 1) * separator.length);
  const margin = ' '.repeat(indent);
  if (total > width) return columns.flatMap((lines) => lines.map((line) => `${margin}${line}\n`)).join('');
  const rows = Math.max(...columns.map(({ length }) => length));
  return Array.from({ length: rows }, (_, row) =>
    columns
      .map((lines, i) => margin + pad(lines[row] ?? '', widths[i] ?? 0))
      .join(separator)
      .replace(/ +$/, ''),
  ).join('\n');
}

function pad(line: string, width: number): string {
  return line + ' '.repeat(width - lengthOf(line));
}

/** Characters that are seen. */
function lengthOf(line: string): number {
  return [...stripVTControlCharacters(line)].length;
}
