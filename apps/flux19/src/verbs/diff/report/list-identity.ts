import { isJsonObject, type JsonValue } from '@flux19/objects';

/** Names an entry of a list. */
export type Identity = (entry: JsonValue) => string;

/** Fields by which entries are usually told apart; the first that fits counts. */
const usualFields = ['name', 'key', 'id', 'manager'];

/** With fewer entries anything would look like a name. */
const guessesFrom = 4;

/**
 * How the entries of two lists can be told apart: by a usual field, by any field that is different in all of several entries,
 * or as objects of Kubernetes. Undefined for lists of other things.
 */
export function identityOf(from: readonly JsonValue[], to: readonly JsonValue[]): Identity | undefined {
  const isUnique = (field: string): boolean => [from, to].every((list) => valuesOf(field, list).size === list.length);
  const usual = usualFields.find(isUnique);
  if (usual !== undefined) return byField(usual);
  const guessed = from.length < guessesFrom ? undefined : textFields(from).find((field) => isUnique(field));
  if (guessed !== undefined && textFields(to).includes(guessed)) return byField(guessed);
  return [...from, ...to].every((entry) => resourceName(entry) !== undefined)
    ? (entry) => resourceName(entry) ?? ''
    : undefined;
}

function byField(field: string): Identity {
  return (entry) => (isJsonObject(entry) ? String(entry[field]) : '');
}

function valuesOf(field: string, list: readonly JsonValue[]): ReadonlySet<string> {
  const values = new Set<string>();
  for (const entry of list) {
    if (isJsonObject(entry) && Object.hasOwn(entry, field) && !isNested(entry[field])) values.add(String(entry[field]));
  }
  return values;
}

function isNested(value: JsonValue | undefined): boolean {
  return typeof value === 'object' && value !== null;
}

/** Fields with a text in every entry, by name. */
function textFields(list: readonly JsonValue[]): readonly string[] {
  const [first] = list;
  if (!isJsonObject(first)) return [];
  const isText = (field: string): boolean =>
    list.every((entry) => isJsonObject(entry) && typeof entry[field] === 'string');
  return Object.keys(first).filter(isText).toSorted();
}

function resourceName(entry: JsonValue): string | undefined {
  if (!isJsonObject(entry) || !isJsonObject(entry['metadata'])) return undefined;
  const { apiVersion, kind, metadata } = entry;
  const { name, namespace } = metadata as { readonly name?: JsonValue; readonly namespace?: JsonValue };
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  return [apiVersion, kind, ...(namespace === undefined ? [] : [namespace]), name].join('/');
}
