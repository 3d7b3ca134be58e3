import type { CelType } from '../cel-type.ts';
import { isPattern } from '../library/regexps.ts';
import type { CallExpression, Expression, ListExpression, MapExpression } from '../syntax/expression.ts';
import { Issues } from '../syntax/issues.ts';
import { sameType } from '../types/assignability.ts';
import { formatType } from '../types/format-type.ts';
import { parseDuration, parseTimestamp } from '../values/time.ts';
import type { CheckedExpression } from './checked-expression.ts';

/**
 * Checks what Kubernetes checks after the types: literal durations, timestamps and patterns have to be valid, and lists
 * and maps written out may not mix types, but for arguments of `format`. Throws CelError of failure `type`.
 */
export function checkLiterals(source: string, checked: CheckedExpression): void {
  const issues = new Issues(source);
  visit(checked.root, false, new Set(), (part, isFormatArgument) => {
    if (part.kind === 'call') checkCall(part, checked, issues);
    if (isFormatArgument) return;
    if (part.kind === 'list') checkList(part, checked, issues);
    if (part.kind === 'map') checkMap(part, checked, issues);
  });
  issues.throwIfAny('type');
}

type Visitor = (part: Expression, isFormatArgument: boolean) => void;

function visit(part: Expression, isFormatArgument: boolean, seen: Set<Expression>, visitor: Visitor): void {
  // Macros use some parts twice.
  if (seen.has(part)) return;
  seen.add(part);
  visitor(part, isFormatArgument);
  const isFormat = isFormatArgument || (part.kind === 'call' && part.name === 'format');
  for (const below of childrenOf(part)) visit(below, isFormat, seen, visitor);
}

function childrenOf(part: Expression): readonly Expression[] {
  switch (part.kind) {
    case 'select':
      return [part.operand];
    case 'call':
      return part.target === undefined ? part.args : [part.target, ...part.args];
    case 'list':
      return part.elements;
    case 'map':
      return part.entries.flatMap(({ key, value }) => [key, value]);
    case 'comprehension':
      return [part.range, part.accuInit, part.condition, part.step, part.result];
    default:
      return [];
  }
}

function checkCall(call: CallExpression, checked: CheckedExpression, issues: Issues): void {
  const name = checked.calls.get(call)?.name ?? '';
  // The first argument of the text that is matched is the pattern, also in the form without a target.
  const [argument] = call.args;
  if (argument?.kind !== 'literal' || typeof argument.value !== 'string') return;
  const isValid = literalChecks.get(name);
  if (isValid !== undefined && !isValid(argument.value)) issues.report(argument.at, `invalid ${name} argument`);
}

const literalChecks: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['duration', (text: string) => parseDuration(text) !== undefined],
  ['timestamp', (text: string) => parseTimestamp(text) !== undefined],
  ['matches', isPattern],
]);

function checkList(list: ListExpression, checked: CheckedExpression, issues: Issues): void {
  let first: CelType | undefined;
  for (const [index, element] of list.elements.entries()) {
    const type = unwrapped(checked.typeOf(element), list.optionals.has(index));
    first ??= type;
    if (!isEquivalent(first, type)) {
      reportMix(element.at, first, type, issues);
      return;
    }
  }
}

function checkMap(map: MapExpression, checked: CheckedExpression, issues: Issues): void {
  let firstKey: CelType | undefined;
  let firstValue: CelType | undefined;
  for (const entry of map.entries) {
    const key = checked.typeOf(entry.key);
    const value = unwrapped(checked.typeOf(entry.value), entry.optional);
    firstKey ??= key;
    firstValue ??= value;
    if (!isEquivalent(firstKey, key)) reportMix(entry.key.at, firstKey, key, issues);
    if (!isEquivalent(firstValue, value)) reportMix(entry.value.at, firstValue, value, issues);
  }
}

function unwrapped(type: CelType, isOptional: boolean): CelType {
  return isOptional && type.kind === 'optional' ? type.value : type;
}

/** Same types; what is in them may be unknown on one side. */
function isEquivalent(left: CelType, right: CelType): boolean {
  if (left.kind === 'list' && right.kind === 'list') return isEquivalent(left.element, right.element);
  if (left.kind === 'map' && right.kind === 'map') {
    return isEquivalent(left.key, right.key) && isEquivalent(left.value, right.value);
  }
  return sameType(left, right);
}

function reportMix(at: number, expected: CelType, actual: CelType, issues: Issues): void {
  issues.report(at, `expected type '${formatType(expected)}' but found '${formatType(actual)}'`);
}
