import { getField, isFields, isMissingOrNull, textOf, type Value } from '../values/value.ts';
import { isListSelector, isNumber, splitSelector } from './split-field-path.ts';

/** Follows a path to one value; undefined when it leads nowhere. Throws where kustomize's PathGetter does. */
export function lookup(root: Value | undefined, path: readonly string[]): Value | undefined {
  let value = root;
  for (const raw of path) {
    const part = raw.trim();
    if (part === '') continue;
    value = stepInto(value, part);
    if (value === undefined) return undefined;
  }
  return value;
}

function stepInto(value: Value | undefined, part: string): Value | undefined {
  if (isNumber(part)) {
    const index = Number(part);
    if (index < 0) throw new Error(`array index ${index} cannot be negative`);
    return elements(value)[index];
  }
  if (part === '-') return elements(value).at(-1);
  if (part === '*') throw new Error('wildcard is not supported in PathGetter');
  if (isListSelector(part)) return findElement(value, part);
  if (isMissingOrNull(value)) return undefined;
  if (!isFields(value)) throw new Error('wrong node kind: expected MappingNode');
  return getField(value, part);
}

function elements(value: Value | undefined): readonly Value[] {
  if (isMissingOrNull(value)) return [];
  if (!Array.isArray(value)) throw new Error('wrong node kind: expected SequenceNode');
  return value;
}

function findElement(value: Value | undefined, part: string): Value | undefined {
  const { name, value: wanted } = splitSelector(part);
  const list = elements(value);
  if (name === '') return list.find((item) => textOf(item) === wanted);
  return list.find(
    (item) => isFields(item) && getField(item, name) !== undefined && textOf(getField(item, name)) === wanted,
  );
}
