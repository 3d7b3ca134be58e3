import { compareSemver, formatSemver, parseSemver, parseSemverRange, type SemverVersion } from '@flux19/expressions';
import { define } from '../values/define-function.ts';
import { GoInteger } from '../values/go-integer.ts';
import { GoStruct, type GoStructType } from '../values/go-struct.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';

/** The versions behind the structs that templates see. */
const versions = new WeakMap<GoStruct, SemverVersion>();

function versionOf(self: GoValue): SemverVersion {
  const version = self instanceof GoStruct ? versions.get(self) : undefined;
  if (version === undefined) throw new Error('runtime error: invalid memory address or nil pointer dereference');
  return version;
}

function getter(read: (version: SemverVersion) => GoValue): (self: GoStruct) => GoFunction {
  return (self) => define([], () => read(versionOf(self)));
}

function comparison(decide: (difference: number) => GoValue): (self: GoStruct) => GoFunction {
  return (self) => define(['any'], (other) => decide(compareSemver(versionOf(self), versionOf(other))));
}

const uint64 = (value: bigint): GoValue => new GoInteger('uint64', value);

const versionType: GoStructType = {
  name: '*semver.Version',
  fields: [],
  print: (self) => formatSemver(versionOf(self)),
  methods: new Map([
    ['Major', getter(({ major }) => uint64(major))],
    ['Minor', getter(({ minor }) => uint64(minor))],
    ['Patch', getter(({ patch }) => uint64(patch))],
    ['Prerelease', getter(({ prerelease }) => prerelease)],
    ['Metadata', getter(({ build }) => build)],
    ['Original', getter(({ original }) => original)],
    ['String', getter(formatSemver)],
    ['Compare', comparison((difference) => BigInt(Math.sign(difference)))],
    ['Equal', comparison((difference) => difference === 0)],
    ['GreaterThan', comparison((difference) => difference > 0)],
    ['LessThan', comparison((difference) => difference < 0)],
  ]),
};

function semver(text: string): GoValue {
  const struct = new GoStruct(versionType, {});
  versions.set(struct, parseSemver(text));
  return struct;
}

/** The functions of sprig for versions, with Masterminds' rules. */
export const versionFunctions: Readonly<Record<string, GoFunction>> = {
  semver: define(['string'], semver),
  semverCompare: define(['string', 'string'], (range, version) => {
    const parsed = parseSemverRange(range);
    return parsed.matches(parseSemver(version));
  }),
};
