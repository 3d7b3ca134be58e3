import { Fault } from '../values/fault.ts';
import { Opaque } from '../values/opaque.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const typeName = 'kubernetes.Semver';
const number = '(?:0|[1-9][0-9]*)';
const identifier = '(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)';
const pattern = new RegExp(
  `^(${number})\\.(${number})\\.(${number})(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?$`,
);

class SemverValue extends Opaque {
  override readonly typeName = typeName;
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly prerelease: readonly string[];
  readonly text: string;

  constructor(text: string, numbers: readonly [bigint, bigint, bigint], prerelease: readonly string[]) {
    super();
    this.text = text;
    this.numbers = numbers;
    this.prerelease = prerelease;
  }

  override equals(other: Value): boolean {
    return other instanceof SemverValue && compare(this, other) === 0;
  }

  override toString(): string {
    return this.text;
  }
}

function compare(left: SemverValue, right: SemverValue): number {
  for (const [index, part] of left.numbers.entries()) {
    const other = right.numbers[index] ?? 0n;
    if (part !== other) return part < other ? -1 : 1;
  }
  if (left.prerelease.length === 0 || right.prerelease.length === 0) {
    return Math.sign(right.prerelease.length - left.prerelease.length);
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

function comparePrereleases(left: readonly string[], right: readonly string[]): number {
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareIdentifiers(left[index] ?? '', right[index] ?? '');
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length);
}

/** Numbers come before words and are compared as numbers. */
function compareIdentifiers(left: string, right: string): number {
  const isLeftNumber = /^[0-9]+$/.test(left);
  const isRightNumber = /^[0-9]+$/.test(right);
  if (isLeftNumber !== isRightNumber) return isLeftNumber ? -1 : 1;
  if (left === right) return 0;
  if (isLeftNumber) return BigInt(left) < BigInt(right) ? -1 : 1;
  return left < right ? -1 : 1;
}

function parse(text: string, normalize = false): SemverValue | Fault {
  const version = normalize ? normalized(text) : text;
  const match = pattern.exec(version);
  if (match === null) return new Fault(explain(version));
  const [, major = '0', minor = '0', patch = '0', prerelease] = match;
  const numbers = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
  return new SemverValue(version, numbers, prerelease === undefined ? [] : prerelease.split('.'));
}

function explain(version: string): string {
  if (version === '') return 'Version string empty';
  if (version.split('.').length < 3) return 'No Major.Minor.Patch elements found';
  const bad = version.split(/[.+-]/).find((part, index) => index < 3 && !/^[0-9]+$/.test(part));
  if (bad !== undefined) return `Invalid character(s) found in number ${JSON.stringify(bad)}`;
  return `Invalid version ${JSON.stringify(version)}`;
}

/** Drops a leading v and leading zeros, and adds the numbers that are missing. */
function normalized(text: string): string {
  const parts = splitInThree(text.replace(/^v/, '')).map((part) => part.replace(/^0+(?=[0-9])/, ''));
  const last = parts.at(-1) ?? '';
  if (parts.length < 3 && /[+-]/.test(last)) return parts.join('.');
  while (parts.length < 3) parts.push('0');
  return parts.join('.');
}

function splitInThree(text: string): string[] {
  const [major = '', minor, ...rest] = text.split('.');
  if (minor === undefined) return [major];
  return rest.length === 0 ? [major, minor] : [major, minor, rest.join('.')];
}

function isSemver(text: string, normalize = false): boolean {
  return !(parse(text, normalize) instanceof Fault);
}

/** Semantic versions: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library */
export const semverLibrary: readonly FunctionDeclaration[] = [
  declare(
    'semver',
    overload('string_to_semver', `(string) -> ${typeName}`, parse),
    overload('string_bool_to_semver', `(string, bool) -> ${typeName}`, parse),
  ),
  declare(
    'isSemver',
    overload('is_semver_string', '(string) -> bool', isSemver),
    overload('is_semver_string_bool', '(string, bool) -> bool', isSemver),
  ),
  declare(
    'isGreaterThan',
    overload(
      'semver_is_greater_than',
      `${typeName}.(${typeName}) -> bool`,
      (a: SemverValue, b: SemverValue) => compare(a, b) > 0,
    ),
  ),
  declare(
    'isLessThan',
    overload(
      'semver_is_less_than',
      `${typeName}.(${typeName}) -> bool`,
      (a: SemverValue, b: SemverValue) => compare(a, b) < 0,
    ),
  ),
  declare(
    'compareTo',
    overload('semver_compare_to', `${typeName}.(${typeName}) -> int`, (a: SemverValue, b: SemverValue) =>
      BigInt(compare(a, b)),
    ),
  ),
  declare(
    'major',
    overload('semver_major', `${typeName}.() -> int`, ({ numbers }: SemverValue) => numbers[0]),
  ),
  declare(
    'minor',
    overload('semver_minor', `${typeName}.() -> int`, ({ numbers }: SemverValue) => numbers[1]),
  ),
  declare(
    'patch',
    overload('semver_patch', `${typeName}.() -> int`, ({ numbers }: SemverValue) => numbers[2]),
  ),
];
