import { printYaml } from '@flux19/yaml';
import type { EntryNote, ScalarStyle } from '../reading/notes.ts';
import { OddScalar } from '../values/odd-scalar.ts';
import { resolveScalar } from '../values/resolve-scalar.ts';
import type { Value } from '../values/value.ts';

/** A scalar as it was written, or in kyaml's way when it is new. Further lines are indented by `indent`. */
export function printScalar(value: Value, about: EntryNote | undefined, indent: string): string {
  if (value instanceof OddScalar) return value.text;
  if (typeof value !== 'string') return printPlain(value);
  return printText(value, about?.style, indent);
}

/** Text with the style of the place it stands at; undefined for a place that is new. */
function printText(text: string, style: ScalarStyle | undefined, indent: string): string {
  switch (style) {
    case 'double':
      return quoteDouble(text);
    case 'single':
      return text.includes('\n') ? quoteDouble(text) : `'${text.replaceAll("'", "''")}'`;
    case 'folded':
      return text.includes('\n') ? printFolded(text, indent) : printPlain(text, indent);
    case 'plain':
      return isPlainWord(text) ? text : printPlain(text, indent);
    default:
      return printPlain(text, indent);
  }
}

/** `yes` and the like: strings to kyaml, which leaves them as they stand. */
function isPlainWord(text: string): boolean {
  return /^[A-Za-z]+$/.test(text) && typeof resolveScalar(text) === 'string';
}

function printPlain(value: Value, indent: string = '  '): string {
  const text = printYaml(value, { dialect: 'v3' }).replace(/\n$/, '');
  if (!text.includes('\n') || indent === '  ') return text;
  return text
    .split('\n')
    .map((line, index) => (index === 0 || line === '' ? line : indent + line.slice(2)))
    .join('\n');
}

export function quoteDouble(text: string): string {
  // A text with a colon and a tab can be nothing but double quoted: the printer of @flux19/yaml knows the escapes.
  const quoted = printYaml(`${text}\u0001`, { dialect: 'v3' });
  return `${quoted.slice(0, quoted.lastIndexOf('\\x01'))}"`;
}

function printFolded(text: string, indent: string): string {
  const body = text.replace(/\n+$/, '');
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const lines = body.split('\n').flatMap((line, index, all) => {
    const next = all[index + 1];
    const margin = line === '' ? '' : indent + line;
    return next !== undefined && next !== '' && line !== '' ? [margin, ''] : [margin];
  });
  return `>${chomping}\n${lines.join('\n')}`;
}

export function printKey(key: string, style: ScalarStyle | undefined): string {
  if (style === 'double') return quoteDouble(key);
  if (style === 'single') return `'${key.replaceAll("'", "''")}'`;
  // A key that a filter adds has no kind of its own: it is written as it is.
  return style === 'plain' || typeof resolveScalar(key) !== 'string' ? key : printPlain(key);
}
