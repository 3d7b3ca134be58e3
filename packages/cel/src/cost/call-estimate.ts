import type { CelType } from '../cel-type.ts';
import type { Expression } from '../syntax/expression.ts';
import { sameType } from '../types/assignability.ts';
import { addSizes, boundless, multiplySizes, plus, reading, type SizeRange, times, unknownSize } from './size-range.ts';

/** What is known of an argument before it is evaluated. */
export interface SizedPart {
  readonly expression: Expression;
  readonly type: CelType;
  readonly size: SizeRange | undefined;
  /** Size of the items, looked up where the declaration of the list says it. */
  readonly itemSize: SizeRange | undefined;
}

export interface EstimatedCall {
  readonly name: string;
  readonly overloadId: string;
  readonly target: SizedPart | undefined;
  readonly args: readonly SizedPart[];
}

/** The most that a call costs beyond its arguments, and the size of its result where that is known. */
export interface CallEstimate {
  readonly cost: number;
  readonly size?: SizeRange;
}

type Estimate = (call: EstimatedCall) => CallEstimate | undefined;

const perCharacter = 0.1;
const perPatternCharacter = 0.25;
const listCreation = 10;
/** Lengths that Kubernetes assumes of named formats and of their patterns. */
const longestFormat = 64;
const longestFormatPattern = 128;
/** Bytes of an IPv6 address. */
const longestAddress = 16;
const fixedCost: CallEstimate = { cost: 1 };

function sizeOf(part: SizedPart | undefined): SizeRange {
  return part?.size ?? unknownSize;
}

function literalInt(part: SizedPart | undefined): number | undefined {
  if (part?.expression.kind !== 'literal' || typeof part.expression.value !== 'bigint') return undefined;
  return Math.max(0, Number(part.expression.value));
}

/** Reads the target and gives back a text of about its size. */
function transformTarget({ target }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const size = sizeOf(target);
  return { cost: reading(size.max, perCharacter), size };
}

function transformArgument({ args }: EstimatedCall): CallEstimate | undefined {
  if (args.length !== 1) return undefined;
  const size = sizeOf(args[0]);
  return { cost: reading(size.max, perCharacter), size };
}

function readArgument(price: number): Estimate {
  return ({ args }) => (args.length === 0 ? undefined : { cost: reading(sizeOf(args[0]).max, price) });
}

/** Functions that go over the items of a list, or the characters of a text. */
function scan({ name, target }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const size = sizeOf(target);
  if (target.itemSize !== undefined) {
    const isText = target.type.kind === 'list' && ['string', 'bytes'].includes(target.type.element.kind);
    return { cost: times(size.max, isText ? plus(1, reading(target.itemSize.max, perCharacter)) : 1) };
  }
  return { cost: name === 'includes' ? size.max : reading(size.max, perCharacter) };
}

function runPattern({ target, args }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined || args.length === 0) return undefined;
  const text = sizeOf(target).max;
  return {
    cost: times(reading(plus(text, 1), perCharacter), reading(sizeOf(args[0]).max, perPatternCharacter)),
    size: { min: 0, max: text },
  };
}

function replaceText({ target, args }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined || args.length < 2) return undefined;
  const size = sizeOf(target);
  const min = shortestReplacement(size.min, sizeOf(args[0]).max, sizeOf(args[1]).min);
  const max = longestReplacement(size.max, sizeOf(args[0]).min, sizeOf(args[1]).max);
  return { cost: reading(size.max, 2 * perCharacter), size: { min, max } };
}

/** An empty text is found around every character; a replacement no longer than what it replaces makes nothing longer. */
function longestReplacement(length: number, replaced: number, replacement: number): number {
  if (replaced === 0) return plus(times(plus(length, 1), replacement), length);
  return replacement <= replaced ? length : times(Math.ceil(length / replaced), replacement);
}

function shortestReplacement(length: number, replaced: number, replacement: number): number {
  if (replaced === 0) return plus(times(plus(length, 1), replacement), length);
  return replaced <= replacement ? length : times(Math.ceil(length / replaced), replacement);
}

function splitText({ target, args }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const size = sizeOf(target).max;
  return { cost: reading(size, 2 * perCharacter), size: { min: 0, max: literalLimit(args[1]) ?? size } };
}

/** A negative limit is no limit. */
function literalLimit(part: SizedPart | undefined): number | undefined {
  if (part?.expression.kind !== 'literal' || typeof part.expression.value !== 'bigint') return undefined;
  return part.expression.value < 0n ? boundless : Number(part.expression.value);
}

function joinTexts({ target, args }: EstimatedCall): CallEstimate | undefined {
  if (target === undefined) return undefined;
  const count = sizeOf(target);
  let size: SizeRange = target.itemSize === undefined ? { min: 0, max: 0 } : multiplySizes(count, target.itemSize);
  if (args.length > 0) {
    const separators = { min: Math.max(0, count.min - 1), max: Math.max(0, count.max - 1) };
    size = addSizes(size, multiplySizes(sizeOf(args[0]), separators));
  }
  return { cost: reading(size.max, perCharacter), size };
}

function containsAddress({ overloadId, args }: EstimatedCall): CallEstimate | undefined {
  if (args.length === 0) return undefined;
  const isNetwork = overloadId.startsWith('cidr_contains_cidr');
  const compare = reading(2 * longestAddress, perCharacter);
  const mask = isNetwork ? reading(longestAddress, perCharacter) + 1 : 0;
  const parse = overloadId.endsWith('_string') ? reading(sizeOf(args[0]).max, perCharacter) : 0;
  return { cost: plus(compare + mask, parse) };
}

/** Values of Kubernetes' types are compared in one step; anything else as cel-go does it. */
function compareSpecial({ args: [left, right] }: EstimatedCall): CallEstimate | undefined {
  if (left?.type.kind !== 'opaque' || right === undefined || !sameType(left.type, right.type)) return undefined;
  switch (left.type.name) {
    case 'kubernetes.NamedFormat':
      return { cost: reading(longestFormat, perCharacter) };
    case 'kubernetes.URL':
      return { cost: reading(right.size?.max ?? 1, perCharacter) };
    default:
      return fixedCost;
  }
}

const validateText: Estimate = ({ args }) => ({
  cost: reading(reading(sizeOf(args[0]).max, perCharacter), longestFormatPattern * perPatternCharacter),
});

const lookAtAddress: Estimate = (call) =>
  call.overloadId === 'cidr_ip' ? fixedCost : readArgument(perCharacter)(call);

/** Kubernetes' estimates, by function. They go before those by overload. */
const byFunction: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
  ...['isSorted', 'sum', 'max', 'min', 'indexOf', 'lastIndexOf', 'includes'].map((name) => [name, scan] as const),
  ...['url', 'jsonpatch.escapeKey'].map((name) => [name, transformArgument] as const),
  ...['lowerAscii', 'upperAscii', 'substring', 'trim'].map((name) => [name, transformTarget] as const),
  ...['cidr', 'isIP', 'isCIDR', 'quantity', 'isQuantity', 'semver', 'isSemver'].map(
    (name) => [name, readArgument(perCharacter)] as const,
  ),
  ['replace', replaceText],
  ['split', splitText],
  ['join', joinTexts],
  ['find', runPattern],
  ['findAll', runPattern],
  ['ip', lookAtAddress],
  ['ip.isCanonical', readArgument(2 * perCharacter)],
  ['containsIP', containsAddress],
  ['containsCIDR', containsAddress],
  ['validate', validateText],
  ['_==_', compareSpecial],
]);

/** A list of so many items is made, at a price for each. */
function makeList(size: SizeRange, price = 1): CallEstimate {
  return { cost: plus(reading(size.max, price), 1 + listCreation), size };
}

function compareAll(list: SizedPart | undefined, price: number): CallEstimate {
  const size = sizeOf(list);
  return makeList(multiplySizes(size, size), price);
}

function sliceList({ target, args }: EstimatedCall): CallEstimate {
  const start = literalInt(args[0]) ?? 0;
  const end = literalInt(args[1]) ?? sizeOf(target).max;
  const length = end < start ? boundless : end - start;
  return makeList({ min: length, max: length });
}

function rangeList({ args }: EstimatedCall): CallEstimate {
  const length = literalInt(args[0]) ?? boundless;
  return makeList({ min: length, max: length });
}

const flattenList: Estimate = ({ target, args }) =>
  makeList(sizeOf(target), args.length === 0 ? 1 : (literalInt(args[0]) ?? boundless));

function compareSets(factor: number): Estimate {
  return ({ args }) => ({ cost: plus(reading(times(sizeOf(args[0]).max, sizeOf(args[1]).max), factor), 1) });
}

/** Estimates of cel-go's list and set functions. */
const byListOverload: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
  ['list_slice', sliceList],
  ['lists_range', rangeList],
  ['list_flatten', flattenList],
  ['list_flatten_int', flattenList],
  ['list_reverse', ({ target }) => makeList(sizeOf(target))],
  ['list_distinct', ({ target }) => compareAll(target, 2)],
  ['list_sets_contains_list', compareSets(1)],
  ['list_sets_intersects_list', compareSets(1)],
  ['list_sets_equivalent_list', compareSets(2)],
]);

function sortList({ overloadId, target, args }: EstimatedCall): CallEstimate | undefined {
  const price = /^list_(string|bytes)_/.test(overloadId) ? 2 + perCharacter : 2;
  if (overloadId.endsWith('_sort')) return compareAll(target, price);
  return overloadId.endsWith('_sortByAssociatedKeys') ? compareAll(args[0], price) : undefined;
}

function compareTexts({ args }: EstimatedCall): CallEstimate {
  return { cost: reading(Math.min(sizeOf(args[0]).max, sizeOf(args[1]).max), perCharacter) };
}

function addTexts({ args }: EstimatedCall): CallEstimate {
  const size = addSizes(sizeOf(args[0]), sizeOf(args[1]));
  return { cost: reading(size.max, perCharacter), size };
}

function containsText({ target, args }: EstimatedCall): CallEstimate {
  return { cost: times(reading(sizeOf(target).max, perCharacter), reading(sizeOf(args[0]).max, perCharacter)) };
}

/** Reads a text and makes one whose size is known from it. */
function convertText(resize: (size: SizeRange) => SizeRange): Estimate {
  return ({ args }) => {
    const size = sizeOf(args[0]);
    return { cost: reading(size.max, perCharacter), size: resize(size) };
  };
}

const byOverload: ReadonlyMap<string, Estimate> = new Map<string, Estimate>([
  ['string_format', ({ target }) => ({ cost: reading(sizeOf(target).max, perCharacter) })],
  ['string_to_bytes', convertText(({ min, max }) => ({ min, max: times(max, 4) }))],
  ['bytes_to_string', convertText(({ min, max }) => ({ min: Math.trunc(min / 4), max }))],
  ['strings_quote', convertText(({ min, max }) => ({ min: plus(min, 2), max: plus(times(max, 2), 2) }))],
  ['starts_with_string', readArgument(perCharacter)],
  ['ends_with_string', readArgument(perCharacter)],
  ['in_list', ({ args }) => ({ cost: sizeOf(args[1]).max })],
  ['matches_string', (call) => ({ cost: runPattern(call)?.cost ?? 1 })],
  ['contains_string', containsText],
  ['add_string', addTexts],
  ['add_bytes', addTexts],
  ['add_list', ({ args }) => ({ cost: 1, size: addSizes(sizeOf(args[0]), sizeOf(args[1])) })],
  ...['less', 'less_equals', 'greater', 'greater_equals'].flatMap((word) => [
    [`${word}_string`, compareTexts] as const,
    [`${word}_bytes`, compareTexts] as const,
  ]),
  ['equals', compareTexts],
  ['not_equals', compareTexts],
]);

/** Estimates a call, as one of the overloads that it may turn out to be. */
export function estimateCall(call: EstimatedCall): CallEstimate {
  return (
    sortList(call) ??
    byListOverload.get(call.overloadId)?.(call) ??
    byFunction.get(call.name)?.(call) ??
    byOverload.get(call.overloadId)?.(call) ??
    fixedCost
  );
}
