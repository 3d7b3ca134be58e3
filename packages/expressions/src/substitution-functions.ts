import { parseShellPattern } from './shell-pattern.ts';
import { SubstitutionError } from './substitution-error.ts';

/** Applies the function behind an operator to a value, as Flux's envsubst does; unknown operators return the value or the default. */
export function applyOperator(operator: string, value: string, words: readonly string[], maxLength: number): string {
  const [first = '', second] = words;
  switch (operator) {
    case ',,':
    case '^^':
      return mapCase(value, operator);
    case ',':
    case '^':
      return mapFirst(value, operator);
    case ':':
      return substring(value, first, second);
    case '/':
      return replaceFirst(value, first, second ?? '');
    case '//':
      return replaceAll(value, first, second ?? '', maxLength);
    case '/#':
      // Flux: without a replacement the prefix and suffix forms change nothing.
      return second !== undefined && value.startsWith(first) ? second + value.slice(first.length) : value;
    case '/%':
      return second !== undefined && value.endsWith(first)
        ? value.slice(0, value.length - first.length) + second
        : value;
    case '#':
      return words.length === 0 ? String(byteLength(value)) : trimStart(value, first, 'shortest');
    case '##':
      return trimStart(value, first, 'longest');
    case '%':
      return reverse(trimStart(reverse(value), reverse(first), 'shortest'));
    case '%%':
      return reverse(trimStart(reverse(value), reverse(first), 'longest'));
    default:
      return value === '' ? first : value;
  }
}

function mapFirst(value: string, operator: ',' | '^'): string {
  const [first = ''] = value;
  return mapCase(first, operator === ',' ? ',,' : '^^') + value.slice(first.length);
}

/** Maps character by character: Go has no mappings that change their number, such as ß to SS. */
function mapCase(value: string, operator: ',,' | '^^'): string {
  let out = '';
  for (const character of value) {
    const mapped = operator === ',,' ? character.toLowerCase() : character.toUpperCase();
    out += mapped.length === character.length ? mapped : character;
  }
  return out;
}

const integer = /^[+-]?[0-9]{1,15}$/;

/** Offsets and lengths count bytes; a character that is cut becomes U+FFFD. A word that is no integer leaves the value whole. */
function substring(value: string, offset: string, length: string | undefined): string {
  if (!integer.test(offset)) return value;
  const bytes = new TextEncoder().encode(value);
  const start = Number(offset) < 0 ? Math.max(0, bytes.length + Number(offset)) : Number(offset);
  if (length === undefined) return new TextDecoder().decode(bytes.subarray(start));
  if (!integer.test(length)) return value;
  const end = Number(length) < 0 ? bytes.length + Number(length) : start + Number(length);
  return end < start ? '' : new TextDecoder().decode(bytes.subarray(start, end));
}

function byteLength(value: string): number {
  return new TextEncoder().encode(value).length;
}

function replaceFirst(value: string, pattern: string, replacement: string): string {
  const index = value.indexOf(pattern);
  return index < 0 ? value : value.slice(0, index) + replacement + value.slice(index + pattern.length);
}

/** An empty pattern matches around every character. Throws SubstitutionError before the result would outgrow its bound. */
function replaceAll(value: string, pattern: string, replacement: string, maxLength: number): string {
  const pieces = pattern === '' ? ['', ...value, ''] : value.split(pattern);
  const kept = value.length - pattern.length * (pieces.length - 1);
  if (kept + replacement.length * (pieces.length - 1) > maxLength) {
    throw new SubstitutionError(`result is longer than the ${maxLength} characters accepted`);
  }
  return pieces.join(replacement);
}

/** How many pairs of text and pattern characters may be compared, so that a long pattern on a long value cannot stall a process. */
const maxComparisons = 50_000_000;

function trimStart(value: string, pattern: string, which: 'shortest' | 'longest'): string {
  const parsed = parseShellPattern([...pattern]);
  if (parsed === undefined) return value;
  const characters = [...value];
  if (parsed.steps * characters.length > maxComparisons) {
    throw new SubstitutionError('pattern and value are too long to be compared');
  }
  const match = parsed.matchStart(characters);
  return match === undefined ? value : characters.slice(match[which]).join('');
}

function reverse(value: string): string {
  return [...value].reverse().join('');
}
