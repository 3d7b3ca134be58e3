import { compileGoRegexp } from './go-regexp.ts';
import { meets, type SemverComparator, type SemverOperator } from './semver-comparator.ts';
import { SemverError } from './semver-error.ts';
import { parseSemver, type SemverVersion } from './semver-version.ts';

/** A constraint such as `>=1.0 <2.0 || ~3.1`. */
export interface SemverRange {
  readonly text: string;
  /** Texts that are no version match nothing. */
  matches(version: string | SemverVersion): boolean;
}

const maxLength = 512;
const maxGroups = 32;
const blanks = /[\t\n\f\r ]*/y;
const operator = /!=|>=|=>|<=|=<|~>|[=><~^]|/y;
const wildcardNumber = '[0-9|xX*]+';
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const versionPattern = `v?${wildcardNumber}(?:\\.${wildcardNumber})?(?:\\.${wildcardNumber})?(?:-${identifiers})?(?:\\+${identifiers})?`;
const versionText = new RegExp(versionPattern, 'y');
const versionParts = new RegExp(
  `^v?(${wildcardNumber})(?:\\.(${wildcardNumber}))?(?:\\.(${wildcardNumber}))?(-${identifiers})?(?:\\+${identifiers})?$`,
);
const spellings: Readonly<Record<string, SemverOperator>> = { '': '=', '=>': '>=', '=<': '<=', '~>': '~' };

/** Reads a constraint with the rules of Masterminds/semver v3. Throws SemverError. */
export function parseSemverRange(text: string): SemverRange {
  if (text.length > maxLength) throw new SemverError(`constraint string is too long (max ${maxLength} bytes)`);
  const groups = rewriteHyphens(text).split('||');
  if (groups.length > maxGroups) throw new SemverError(`too many constraint groups (max ${maxGroups})`);
  const parsed = groups.map(readGroup);
  return { text, matches: (version) => matchesAny(version, parsed) };
}

function matchesAny(version: string | SemverVersion, groups: readonly (readonly SemverComparator[])[]): boolean {
  const parsed = typeof version === 'string' ? tryParse(version) : version;
  return parsed !== undefined && groups.some((group) => matchesGroup(parsed, group));
}

/** Pre-releases count only where the group names one; then all of them do, which node's semver does not allow. */
function matchesGroup(version: SemverVersion, group: readonly SemverComparator[]): boolean {
  if (version.prerelease !== '' && group.every(({ bound }) => bound.prerelease === '')) return false;
  return group.every((comparator) => meets(version, comparator));
}

function tryParse(text: string): SemverVersion | undefined {
  try {
    return parseSemver(text);
  } catch (thrown) {
    if (thrown instanceof SemverError) return undefined;
    throw thrown;
  }
}

/** `1.2 - 2.3` means `>= 1.2, <= 2.3`; the hyphen needs blanks around it. RE2, for the pattern has many ways to fail. */
function rewriteHyphens(text: string): string {
  if (!/\s-\s/.test(text)) return text;
  const pattern = compileGoRegexp(`\\s*(${versionPattern})\\s+-\\s+(${versionPattern})\\s*`);
  return pattern.replaceAll(text, '>= $1, <= $2 ');
}

/** Conditions with blanks or a comma between them. Read from left to right: a pattern over the whole would be open to long backtracking. */
function readGroup(text: string): SemverComparator[] {
  const comparators: SemverComparator[] = [];
  let position = skip(blanks, text, 0);
  do {
    const end = skip(versionText, text, skip(blanks, text, skip(operator, text, position)));
    const comparator = parseComparator(text.slice(position, end));
    if (comparator === undefined) throw improper(text);
    comparators.push(comparator);
    position = skipSeparator(text, end);
  } while (position < text.length);
  return comparators;
}

/** Where the next condition starts, or the end of the text. Throws SemverError when nothing separates the two. */
function skipSeparator(text: string, end: number): number {
  const gap = skip(blanks, text, end);
  if (gap === text.length) return gap;
  if (text[gap] !== ',') {
    if (gap === end) throw improper(text);
    return gap;
  }
  const next = skip(blanks, text, gap + 1);
  if (next === text.length) throw improper(text);
  return next;
}

function improper(text: string): SemverError {
  return new SemverError(`improper constraint: ${JSON.stringify(text)}`);
}

/** Where a sticky pattern that matches at `position` ends, `position` itself when it does not. */
function skip(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return position + (pattern.exec(text)?.[0].length ?? 0);
}

/** Reads `>= 1.2.x`; undefined when it has not that form. Throws SemverError for numbers such as `1x`. */
function parseComparator(text: string): SemverComparator | undefined {
  const operatorEnd = skip(operator, text, 0);
  const written = text.slice(0, operatorEnd);
  const match = versionParts.exec(text.slice(skip(blanks, text, operatorEnd)));
  if (match === null) return undefined;
  const [whole, major = '', minor, patch, prerelease = ''] = match;
  const precision = precisionOf(major, minor, patch);
  const numbers = [major, minor ?? '', patch ?? ''].map((number, index) => (index < precision ? number : '0'));
  const bound = precision === 3 ? whole : `${numbers.join('.')}${prerelease}`;
  const parsed = tryParse(bound);
  if (parsed === undefined) throw new SemverError('constraint parser error');
  return { operator: spellings[written] ?? (written as SemverOperator), bound: parsed, precision };
}

function precisionOf(major: string, minor: string | undefined, patch: string | undefined): 0 | 1 | 2 | 3 {
  if (isOpen(major)) return 0;
  if (isOpen(minor)) return 1;
  return isOpen(patch) ? 2 : 3;
}

function isOpen(number: string | undefined): boolean {
  return number === undefined || number === 'x' || number === 'X' || number === '*';
}
