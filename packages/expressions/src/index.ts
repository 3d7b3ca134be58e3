export { DurationError, formatGoDuration, parseGoDuration } from './go-duration.ts';
export { compileGoRegexp, type GoRegexp, RegexpError, type RegexpMatch } from './go-regexp.ts';
export { SemverError } from './semver-error.ts';
export { parseSemverRange, type SemverRange } from './semver-range.ts';
export { compareSemver, formatSemver, parseSemver, type SemverVersion } from './semver-version.ts';
export { type SubstituteOptions, substitute, type VariableLookup } from './substitute.ts';
export { SubstitutionError } from './substitution-error.ts';
