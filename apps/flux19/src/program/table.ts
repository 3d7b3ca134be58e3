/**
 * A table as flux prints it: upper-case header, columns padded to their widest cell and ended by a tab. A cell with line
 * breaks makes its row as high as it has lines.
 * @returns whole lines, each ended by a line break; empty for a table without header and rows
 */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const title = header.map((text) => text.toUpperCase());
  const lines = rows.flatMap(linesOf);
  const columns = Math.max(title.length, ...rows.map(({ length }) => length));
  const all = [title, ...lines];
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...all.map((line) => widthOf(line[i] ?? ''))));
  const printed = lines.map((line) => `${widths.map((width, i) => `${pad(line[i], width)}\t`).join('')}\n`);
  // Flux: the header ends with a space where the rows have a tab.
  const first = title.length === 0 ? '' : `${widths.map((width, i) => pad(title[i], width)).join('\t')} \n`;
  return first + printed.join('');
}

/** A row as the lines that it takes. */
function linesOf(row: readonly string[]): readonly (readonly string[])[] {
  const cells = row.map((cell) => cell.replace(/\r?\n$/, '').split(/\r?\n/));
  const height = Math.max(1, ...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_, i) => cells.map((lines) => lines[i] ?? ''));
}

/** Characters, as flux counts them: a rune is one, however many bytes it has. */
function widthOf(text: string): number {
  return [...text].length;
}

function pad(text = '', width: number): string {
  return text + ' '.repeat(width - widthOf(text));
}
