import type { Paint } from '../program/paint.ts';

/** Colours a report line by line. */
export function paintReport(text: string, paint: Paint): string {
  return text
    .split('\n')
    .map((line) => painterOf(line, paint)(line))
    .join('\n');
}

function painterOf(line: string, paint: Paint): (line: string) => string {
  if (line.startsWith('cluster ')) return paint.strong;
  if (/^\s*✗|^-/.test(line)) return paint.removed;
  if (/^\s*✔|^\+/.test(line)) return paint.added;
  if (/^\s*⚠/.test(line)) return paint.changed;
  return line.startsWith('@@') ? paint.quiet : (plain) => plain;
}
