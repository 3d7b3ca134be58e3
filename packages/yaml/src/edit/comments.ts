/** The comment that follows on the line a value ends on, beginning with `#`; empty when there is none. In brackets a comma may come first. */
export function commentBehind(text: string, end: number, isInFlow: boolean): string {
  const rest = lineFrom(text, end);
  const pattern = isInFlow ? /^[ \t]*(?:,[ \t]*)?(#.*)$/ : /^[ \t]+(#.*)$/;
  return pattern.exec(rest)?.[1]?.trimEnd() ?? '';
}

/** The comment on the line above a value that begins on a line of its own, perhaps behind a dash; empty when there is none or several. */
export function commentAbove(text: string, start: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  if (!/^[ \t]*(?:-[ \t]+)*$/.test(text.slice(lineStart, start))) return '';
  const above = lineAbove(text, lineStart);
  const comment = /^(?:-[ \t]+)*(#.*)$/.exec(above?.text ?? '')?.[1];
  if (above === undefined || comment === undefined) return '';
  return lineAbove(text, above.start)?.text.startsWith('#') === true ? '' : comment;
}

/** The comment in the first line of a block scalar: `>- # …`. */
export function commentOfHeader(text: string, start: number): string {
  return /^[|>][-+0-9]*[ \t]+(#.*)$/.exec(lineFrom(text, start))?.[1]?.trimEnd() ?? '';
}

function lineAbove(text: string, lineStart: number): { readonly text: string; readonly start: number } | undefined {
  if (lineStart === 0) return undefined;
  const start = text.lastIndexOf('\n', lineStart - 2) + 1;
  return { text: text.slice(start, lineStart - 1).trim(), start };
}

function lineFrom(text: string, offset: number): string {
  const end = text.indexOf('\n', offset);
  return text.slice(offset, end < 0 ? text.length : end).replace(/\r$/, '');
}
