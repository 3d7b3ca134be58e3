/**
 * Compares mapping keys as Go's YAML printers sort them: runs of digits by their number, letters after everything else. The dialects differ
 * where a letter meets a non-letter right after digits.
 */
export function compareKeys(left: string, right: string, lettersFirstAfterDigits: boolean): number {
  const shorter = Math.min(left.length, right.length);
  let index = 0;
  while (index < shorter && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === shorter) return left.length - right.length;
  if (!isAscii(left) || !isAscii(right)) {
    // Go counts in code points, which the index of UTF-16 units is not.
    return compareFrom([...left], [...right], lettersFirstAfterDigits);
  }
  return compareAt(left, right, index, lettersFirstAfterDigits);
}

type Characters = string | readonly string[];

function compareFrom(left: readonly string[], right: readonly string[], lettersFirstAfterDigits: boolean): number {
  const index = left.findIndex((character, position) => character !== right[position]);
  return compareAt(left, right, index, lettersFirstAfterDigits);
}

function compareAt(left: Characters, right: Characters, index: number, lettersFirstAfterDigits: boolean): number {
  const a = left[index] ?? '';
  const b = right[index] ?? '';
  const [isLetterA, isLetterB] = [isLetter(a), isLetter(b)];
  if (isLetterA && isLetterB) return byCodePoint(a, b);
  if (isLetterA || isLetterB) {
    const isAfterDigits = lettersFirstAfterDigits && isDigit(left[index - 1]);
    return isLetterA === isAfterDigits ? -1 : 1;
  }
  return compareNumbers(left, right, index);
}

function compareNumbers(left: Characters, right: Characters, index: number): number {
  // A zero inside a number counts as a digit of it, one in front does not.
  const lead = (left[index] === '0' || right[index] === '0') && followsNumber(left, index) ? 1 : 0;
  const a = readNumber(left, index, lead);
  const b = readNumber(right, index, lead);
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  if (a.end !== b.end) return a.end - b.end;
  return byCodePoint(left[index] ?? '', right[index] ?? '');
}

/** The number that the digits at `start` make after those before it, and where they end. Go takes digits of any script by code point. */
function readNumber(text: Characters, start: number, lead: number): { readonly value: number; readonly end: number } {
  let value = lead;
  let end = start;
  for (; isDigit(text[end]); end++) value = value * 10 + (text[end]?.codePointAt(0) ?? 0) - 48;
  return { value, end };
}

/** Whether the digits right before hold one that is not zero. */
function followsNumber(text: Characters, end: number): boolean {
  for (let index = end - 1; isDigit(text[index]); index--) {
    if (text[index] !== '0') return true;
  }
  return false;
}

const digit = /^\p{Nd}$/u;

function isDigit(character: string | undefined): boolean {
  if (character === undefined) return false;
  if (character.charCodeAt(0) < 128) return character >= '0' && character <= '9';
  return digit.test(character);
}

const letter = /^\p{L}$/u;

function isLetter(character: string): boolean {
  const code = character.charCodeAt(0);
  if (code < 128) return (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
  return letter.test(character);
}

function isAscii(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is ASCII as a whole
  return /^[\u0000-\u007f]*$/.test(text);
}

function byCodePoint(a: string, b: string): number {
  return (a.codePointAt(0) ?? 0) - (b.codePointAt(0) ?? 0);
}
