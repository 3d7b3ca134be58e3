import { FormatValue } from '../library/formats.ts';
import { sizeOf } from '../values/kind-of.ts';
import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import { Opaque } from '../values/opaque.ts';
import type { Value } from '../values/value.ts';

/** What a call costs beyond its arguments, in cel-go's units. */
export type CallCost = (args: readonly Value[], result: Value) => number;

/** Price of reading one character, relative to an operation. */
const perCharacter = 0.1;
const perPatternCharacter = 0.25;
const listCreation = 10;
/** Asking an authorizer. */
const accessCheck = 350_000;

function traversal(size: number, factor = perCharacter): number {
  return Math.ceil(size * factor);
}

function size(args: readonly Value[], index: number): number {
  const value = args[index];
  return value === undefined ? 0 : sizeOf(value);
}

const one: CallCost = () => 1;
const readTarget: CallCost = (args) => traversal(size(args, 0));
const readArgument: CallCost = (args) => traversal(size(args, 1));
const readTargetTwice: CallCost = (args) => traversal(size(args, 0), 2 * perCharacter);
const readShorter: CallCost = (args) => traversal(Math.min(size(args, 0), size(args, 1)));
const readBoth: CallCost = (args) => traversal(size(args, 0) + size(args, 1));
const runPattern: CallCost = (args) => traversal(1 + size(args, 0)) * traversal(size(args, 1), perPatternCharacter);
const makeList: CallCost = (_args, result) => sizeOf(result) + 1 + listCreation;

/** Reading everything in a value. Texts count their bytes, rounded down; maps their keys and values. */
function fullTraversal(value: Value): number {
  if (typeof value === 'string') return Math.trunc(utf8Length(value) * perCharacter);
  if (value instanceof Uint8Array) return Math.trunc(value.length * perCharacter);
  let total = 0;
  if (value instanceof CelList) {
    for (const item of value) total += fullTraversal(item);
    return total;
  }
  if (!(value instanceof CelMap)) return 1;
  for (const key of value.keys()) total += fullTraversal(key) + fullTraversal(value.find(key) ?? null);
  return total;
}

const readItems: CallCost = ([target = null]) => fullTraversal(target);

function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // A surrogate pair is four bytes: two for each of its halves.
    if (code >= 0x80) length += code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 1 : 2;
  }
  return length;
}

function compareAll(list: Value | undefined): number {
  const count = list === undefined ? 0 : sizeOf(list);
  const first = list instanceof CelList && count > 0 ? list.get(0) : undefined;
  const factor = typeof first === 'string' || first instanceof Uint8Array ? 2 + perCharacter : 2;
  return Math.trunc(count * count * factor) + 1 + listCreation;
}

const flatten: CallCost = (args) => {
  const depth = typeof args[1] === 'bigint' ? Math.abs(Number(args[1])) : 1;
  return size(args, 0) * depth + 1 + listCreation;
};

const compareSets: CallCost = (args) => 1 + size(args, 0) * size(args, 1);
const compareSetsTwice: CallCost = (args) => 1 + 2 * size(args, 0) * size(args, 1);

/** Kubernetes' costs, by function. They go before those by overload. */
const byFunction: ReadonlyMap<string, CallCost> = new Map<string, CallCost>([
  ...['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf', 'includes'].map((name) => [name, readItems] as const),
  ...['url', 'lowerAscii', 'upperAscii', 'substring', 'trim', 'jsonpatch.escapeKey', 'cidr', 'isIP', 'isCIDR'].map(
    (name) => [name, readTarget] as const,
  ),
  ...['quantity', 'isQuantity', 'semver', 'isSemver'].map((name) => [name, readTarget] as const),
  ['replace', readTargetTwice],
  ['split', readTargetTwice],
  ['ip.isCanonical', readTargetTwice],
  ['join', (_args, result) => traversal(sizeOf(result), 2 * perCharacter)],
  ['find', runPattern],
  ['findAll', runPattern],
  ['validate', validateCost],
  ['check', () => accessCheck],
]);

function validateCost(args: readonly Value[]): number {
  const [format] = args;
  if (!(format instanceof FormatValue)) return 1;
  return traversal(1 + size(args, 1)) * traversal(format.patternSize, perPatternCharacter);
}

function containsIp(args: readonly Value[]): number {
  return traversal(2 * size(args, 0));
}

function containsCidr(args: readonly Value[]): number {
  return traversal(2 * size(args, 0)) + traversal(size(args, 0)) + 1;
}

/** Costs by overload; a call that could be several overloads has none of these. */
const byOverload: ReadonlyMap<string, CallCost> = new Map<string, CallCost>([
  ['starts_with_string', readArgument],
  ['ends_with_string', readArgument],
  ...['string_to_bytes', 'bytes_to_string', 'strings_quote'].map((id) => [id, readTarget] as const),
  ['string_format', readTarget],
  ['in_list', (args) => size(args, 1)],
  ...['less', 'less_equals', 'greater', 'greater_equals'].flatMap((word) => [
    [`${word}_string`, readShorter] as const,
    [`${word}_bytes`, readShorter] as const,
  ]),
  ['equals', equalityCost],
  ['not_equals', readShorter],
  ['add_string', readBoth],
  ['add_bytes', readBoth],
  ['matches_string', runPattern],
  ['contains_string', (args) => traversal(size(args, 0)) * traversal(size(args, 1))],
  ['list_slice', makeList],
  ['lists_range', makeList],
  ['list_reverse', makeList],
  ['list_flatten', flatten],
  ['list_flatten_int', flatten],
  ['list_distinct', (args) => compareAll(args[0])],
  ['list_sets_contains_list', compareSets],
  ['list_sets_intersects_list', compareSets],
  ['list_sets_equivalent_list', compareSetsTwice],
  ['string_to_ip', readTarget],
  ['cidr_contains_ip_ip', containsIp],
  ['cidr_contains_ip_string', (args) => containsIp(args) + traversal(size(args, 1))],
  ['cidr_contains_cidr', containsCidr],
  ['cidr_contains_cidr_string', (args) => containsCidr(args) + traversal(size(args, 1))],
]);

function equalityCost(args: readonly Value[]): number {
  return args[0] instanceof Opaque ? 1 : readShorter(args, null);
}

/** Finds what calls of a function cost, given the only overload they can be, if there is only one. */
export function callCost(name: string, overloadId: string | undefined): CallCost {
  if (overloadId?.endsWith('_sort')) return (args) => compareAll(args[0]);
  if (overloadId?.endsWith('_sortByAssociatedKeys')) return (args) => compareAll(args[1]);
  const known = byFunction.get(name);
  if (known !== undefined) return known;
  return (overloadId === undefined ? undefined : byOverload.get(overloadId)) ?? one;
}
