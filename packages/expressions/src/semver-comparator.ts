import { comparePrerelease, compareSemver, type SemverVersion } from './semver-version.ts';

/** One condition of a range. */
export interface SemverComparator {
  readonly operator: SemverOperator;
  /** The version compared with; what the text leaves open is 0. */
  readonly bound: SemverVersion;
  /** How much of the version the text gives: nothing (`*`), the major, the minor, or all of it. */
  readonly precision: 0 | 1 | 2 | 3;
}

/** Operators in one spelling. */
export type SemverOperator = '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '^';

type Rule = (version: SemverVersion, comparator: SemverComparator) => boolean;

const rules: Readonly<Record<SemverOperator, Rule>> = {
  '=': (version, comparator) =>
    comparator.precision === 3 ? compareSemver(version, comparator.bound) === 0 : isWithinTilde(version, comparator),
  '!=': isDifferent,
  '>': isGreater,
  '<': (version, { bound }) => compareSemver(version, bound) < 0,
  '>=': (version, { bound }) => compareSemver(version, bound) >= 0,
  '<=': isLessOrEqual,
  '~': isWithinTilde,
  '^': isWithinCaret,
};

/** Whether a version meets a condition. Pre-releases are the caller's to leave out. */
export function meets(version: SemverVersion, comparator: SemverComparator): boolean {
  return rules[comparator.operator](version, comparator);
}

/** `!=1.2` leaves out every 1.2.x; Masterminds: `!=*` leaves out 0.0.0 only. */
function isDifferent(version: SemverVersion, { bound, precision }: SemverComparator): boolean {
  if (precision === 0 || precision === 3) return compareSemver(version, bound) !== 0;
  if (version.major !== bound.major) return true;
  if (precision === 1) return false;
  return version.minor !== bound.minor || comparePrerelease(version.prerelease, bound.prerelease) !== 0;
}

/** `>11` starts at 12, `>11.1` at 11.2. */
function isGreater(version: SemverVersion, { bound, precision }: SemverComparator): boolean {
  if (precision === 0 || precision === 3) return compareSemver(version, bound) > 0;
  if (version.major !== bound.major) return version.major > bound.major;
  return precision === 2 && version.minor > bound.minor;
}

/** `<=11` ends before 12, `<=11.1` before 11.2. */
function isLessOrEqual(version: SemverVersion, { bound, precision }: SemverComparator): boolean {
  if (precision === 3) return compareSemver(version, bound) <= 0;
  if (version.major !== bound.major) return version.major < bound.major;
  return precision === 1 || version.minor <= bound.minor;
}

/** `~1.2.3` stays in 1.2, `~1` in 1. Masterminds: `~0.0.0` and `~*` are open. */
function isWithinTilde(version: SemverVersion, { bound, precision }: SemverComparator): boolean {
  if (compareSemver(version, bound) < 0) return false;
  const isZero = bound.major === 0n && bound.minor === 0n && bound.patch === 0n;
  if (isZero && (precision === 0 || precision === 3)) return true;
  return version.major === bound.major && (precision === 1 || version.minor === bound.minor);
}

/** `^1.2.3` stays in 1, `^0.2` in 0.2, `^0.0.3` is 0.0.3. Masterminds: `^*` is 0.0.0. */
function isWithinCaret(version: SemverVersion, { bound, precision }: SemverComparator): boolean {
  if (compareSemver(version, bound) < 0 || version.major !== bound.major) return false;
  if (bound.major > 0n || precision === 1) return true;
  if (version.minor !== bound.minor) return false;
  return bound.minor > 0n || precision === 2 || version.patch === bound.patch;
}
