import { getKey, type JsonObject, type JsonValue, setKey } from '@flux19/objects';

/** A value that holds others. */
export type Container = JsonObject | JsonValue[];

/** What went wrong inside a container; the operation adds where. */
export class ContainerError extends Error {
  override readonly name = 'ContainerError';
}

/** Whether a value is an object or a list. */
export function isContainer(value: JsonValue | undefined): value is Container {
  return typeof value === 'object' && value !== null;
}

/** The element of that name or index; undefined when an object has none. Throws {@link ContainerError}. */
export function getElement(container: Container, key: string, allowNegative: boolean): JsonValue | undefined {
  if (!Array.isArray(container)) return getKey(container, key);
  return container[existingIndex(container, key, allowNegative)];
}

/** A copy with the element replaced. Throws {@link ContainerError} when a list has none there. */
export function withElement(container: Container, key: string, value: JsonValue, allowNegative: boolean): Container {
  return Array.isArray(container)
    ? container.with(existingIndex(container, key, allowNegative), value)
    : withField(container, key, value);
}

/** A copy with the element added: before the index of a list, or at its end for `-`. Throws {@link ContainerError}. */
export function withAdded(container: Container, key: string, value: JsonValue, allowNegative: boolean): Container {
  if (!Array.isArray(container)) return withField(container, key, value);
  if (key === '-') return [...container, value];
  return container.toSpliced(insertionIndex(container, key, allowNegative), 0, value);
}

/** A copy without the element. Throws {@link ContainerError} when there is none. */
export function withoutElement(container: Container, key: string, allowNegative: boolean): Container {
  if (Array.isArray(container)) return container.toSpliced(existingIndex(container, key, allowNegative), 1);
  if (!Object.hasOwn(container, key)) {
    throw new ContainerError(`Unable to remove nonexistent key: ${key}: missing value`);
  }
  const copy = { ...container };
  delete copy[key];
  return copy;
}

function withField(object: JsonObject, key: string, value: JsonValue): JsonObject {
  const copy = { ...object };
  setKey(copy, key, value);
  return copy;
}

function existingIndex(list: readonly JsonValue[], key: string, allowNegative: boolean): number {
  return boundedIndex(parseIndex(key), list.length, allowNegative);
}

function insertionIndex(list: readonly JsonValue[], key: string, allowNegative: boolean): number {
  try {
    return boundedIndex(parseIndex(key), list.length + 1, allowNegative);
  } catch (thrown) {
    if (!(thrown instanceof IndexSyntaxError)) throw thrown;
    const message = `value was not a proper array index: '${key}': ${thrown.message}`;
    throw new ContainerError(message, { cause: thrown });
  }
}

class IndexSyntaxError extends ContainerError {}

// As Go's strconv.Atoi reads it, with its messages.
function parseIndex(key: string): bigint {
  const shown = `strconv.Atoi: parsing ${JSON.stringify(key)}`;
  if (!/^[+-]?[0-9]+$/.test(key)) throw new IndexSyntaxError(`${shown}: invalid syntax`);
  const index = BigInt(key.replace('+', ''));
  if (BigInt.asIntN(64, index) !== index) throw new IndexSyntaxError(`${shown}: value out of range`);
  return index;
}

/** -1 is the last of `count` places. */
function boundedIndex(index: bigint, count: number, allowNegative: boolean): number {
  const isValid = index < 0n ? allowNegative && index >= -BigInt(count) : index < BigInt(count);
  if (!isValid) throw new ContainerError(`Unable to access invalid index: ${index}: invalid index referenced`);
  return index < 0n ? Number(index) + count : Number(index);
}
