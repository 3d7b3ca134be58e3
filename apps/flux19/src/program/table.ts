/**
 * A table as flux prints it: upper-case header, columns padded to their widest cell and ended by a tab.
 * @returns whole lines, each ended by a line break; empty for a table without header and rows
 */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = header.length === 0 ? rows : [header.map((title) => title.toUpperCase()), ...rows];
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  return lines.map((line) => `${widths.map((width, i) => pad(line[i] ?? '', width)).join('')}\n`).join('');
}

/** Characters, as flux counts them: a rune is one, however many bytes it has. */
function widthOf(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number): string {
  return `${text}${' '.repeat(width - widthOf(text))}\t`;
}
