import { SemverError } from './semver-error.ts';

/** A version as Masterminds/semver v3 reads it. */
export interface SemverVersion {
  readonly major: bigint;
  readonly minor: bigint;
  readonly patch: bigint;
  /** `rc.1`, or empty. */
  readonly prerelease: string;
  /** `build.5`, or empty. */
  readonly build: string;
  /** The text as it was given. */
  readonly original: string;
}

const maxLength = 256;
const maxSegment = 18446744073709551615n;
const loose = /^v?([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/;

/** Reads `1.2.3-rc.1+build`, also the loose forms `v1`, `1.2` and `01.2.3` unless `strict`. Throws SemverError. */
export function parseSemver(text: string, options: { readonly strict?: boolean } = {}): SemverVersion {
  if (options.strict && text === '') throw new SemverError('version string empty');
  if (text.length > maxLength) throw new SemverError(`version string is too long (max ${maxLength} bytes)`);
  return options.strict ? parseStrict(text) : parseLoose(text);
}

function parseLoose(text: string): SemverVersion {
  const match = loose.exec(text);
  if (match === null) throw new SemverError('invalid semantic version');
  const [, major = '', minor = '0', patch = '0', prerelease = '', build = ''] = match;
  if (hasEmptyPart(prerelease) || hasEmptyPart(build)) throw new SemverError('invalid semantic version');
  const numbers = [major, minor, patch].map((digits) => readSegment(digits, 'error parsing version segment: '));
  requireValidPrerelease(prerelease);
  return version(numbers, prerelease, build, text);
}

function parseStrict(text: string): SemverVersion {
  const [major, minor, ...others] = text.split('.');
  if (major === undefined || minor === undefined || others.length === 0)
    throw new SemverError('invalid semantic version');
  const [withPrerelease = '', build] = splitOnce(others.join('.'), '+');
  if (build !== undefined && !isDotted(build)) throw new SemverError('invalid metadata string');
  const [patch = '', prerelease] = splitOnce(withPrerelease, '-');
  if (prerelease !== undefined) {
    if (!isDotted(prerelease)) throw new SemverError('invalid prerelease string');
    requireValidPrerelease(prerelease);
  }
  for (const digits of [major, minor, patch]) requireStrictSegment(digits);
  const numbers = [major, minor, patch].map((digits) => readSegment(digits, ''));
  return version(numbers, prerelease ?? '', build ?? '', text);
}

function requireStrictSegment(digits: string): void {
  if (!/^[0-9]*$/.test(digits)) throw new SemverError('invalid characters in version');
  if (digits.length > 1 && digits.startsWith('0')) throw new SemverError('version segment starts with 0');
}

function readSegment(digits: string, prefix: string): bigint {
  const problem = digits === '' ? 'invalid syntax' : BigInt(digits) > maxSegment ? 'value out of range' : undefined;
  if (problem === undefined) return BigInt(digits);
  throw new SemverError(`${prefix}strconv.ParseUint: parsing ${JSON.stringify(digits)}: ${problem}`);
}

function version(numbers: readonly bigint[], prerelease: string, build: string, original: string): SemverVersion {
  const [major = 0n, minor = 0n, patch = 0n] = numbers;
  return { major, minor, patch, prerelease, build, original };
}

function requireValidPrerelease(prerelease: string): void {
  for (const part of prerelease.split('.')) {
    if (/^0[0-9]+$/.test(part)) throw new SemverError('version segment starts with 0');
  }
}

/** Identifiers joined by points, none of them empty. */
function isDotted(text: string): boolean {
  return /^[0-9A-Za-z.-]+$/.test(text) && !hasEmptyPart(text);
}

function hasEmptyPart(text: string): boolean {
  return text !== '' && text.split('.').includes('');
}

function splitOnce(text: string, separator: string): readonly [string, string | undefined] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, undefined] : [text.slice(0, index), text.slice(index + 1)];
}

/** Orders by precedence: negative, 0 or positive. Build data is ignored. */
export function compareSemver(left: SemverVersion, right: SemverVersion): number {
  return (
    compareNumbers(left.major, right.major) ||
    compareNumbers(left.minor, right.minor) ||
    compareNumbers(left.patch, right.patch) ||
    comparePrerelease(left.prerelease, right.prerelease)
  );
}

/** Orders pre-release texts; none comes after any. */
export function comparePrerelease(left: string, right: string): number {
  if (left === right) return 0;
  if (left === '') return 1;
  if (right === '') return -1;
  const [a, b] = [left.split('.'), right.split('.')];
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = comparePart(a[index], b[index]);
    if (order !== 0) return order;
  }
  return 0;
}

/** Numbers come before words, fewer parts before more. */
function comparePart(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  const [isNumberLeft, isNumberRight] = [isNumber(left), isNumber(right)];
  if (isNumberLeft && isNumberRight) return compareNumbers(BigInt(left), BigInt(right));
  if (isNumberLeft !== isNumberRight) return isNumberLeft ? -1 : 1;
  return left < right ? -1 : 1;
}

/** Digits beyond 64 bits count as a word, as Go cannot read them. */
function isNumber(part: string): boolean {
  return /^[0-9]+$/.test(part) && BigInt(part) <= maxSegment;
}

function compareNumbers(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Prints a version in full: `v1.2` becomes `1.2.0`. */
export function formatSemver(version: SemverVersion): string {
  const prerelease = version.prerelease === '' ? '' : `-${version.prerelease}`;
  const build = version.build === '' ? '' : `+${version.build}`;
  return `${version.major}.${version.minor}.${version.patch}${prerelease}${build}`;
}
