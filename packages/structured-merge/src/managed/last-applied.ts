import { isJsonObject, type JsonObject, type JsonValue, type KubeObject, parseJson, printJson } from '@flux19/objects';
import type { FieldSet } from '../sets/field-set.ts';
import { compare } from '../typed/compare.ts';
import { toFieldSet } from '../typed/to-field-set.ts';
import { validate } from '../typed/validate.ts';
import type { SchemaNode } from '../types/schema-node.ts';
import type { OwnershipConflict } from '../update/updater.ts';

/** The manager of `kubectl apply --server-side`: the only one that takes over from `kubectl apply` without it. */
export const lastAppliedManager = 'kubectl';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

/** Bytes of all annotations of an object, keys and values. */
const maxAnnotationBytes = 256 * 1024;

/** The conflicts about fields that client-side apply did not set to what they are now. */
export function contestedBeyondLastApplied(
  live: KubeObject,
  type: SchemaNode,
  conflicts: readonly OwnershipConflict[],
): readonly OwnershipConflict[] {
  const allowed = unchangedSinceLastApplied(live, type);
  return allowed === undefined ? conflicts : conflicts.filter(({ path }) => !allowed.has(path));
}

/** The fields of the last-applied annotation that live still has with the same values; undefined without a usable one. */
function unchangedSinceLastApplied(live: KubeObject, type: SchemaNode): FieldSet | undefined {
  const lastApplied = parseLastApplied(live.metadata?.annotations?.[annotation]);
  if (lastApplied?.['apiVersion'] !== live.apiVersion || lastApplied === undefined) return undefined;
  if (validate(lastApplied, type).length > 0) return undefined;
  const { modified, added, removed } = compare(lastApplied, live as unknown as JsonValue, type);
  return toFieldSet(lastApplied, type).difference(modified).difference(added).difference(removed);
}

function parseLastApplied(text: string | undefined): JsonObject | undefined {
  if (text === undefined || text === '') return undefined;
  try {
    const value = parseJson(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // An annotation that nobody can read allows nothing.
    return undefined;
  }
}

/** Keeps the annotation of client-side apply in step, where an object has one. */
export function withLastApplied(object: KubeObject, applied: KubeObject): KubeObject {
  const annotations = object.metadata?.annotations;
  const current = annotations?.[annotation];
  if (annotations === undefined || current === undefined || current === '') return object;
  const next = printLastApplied(applied);
  if (next === current) return object;
  const { [annotation]: _, ...others } = annotations;
  const withNext = { ...others, [annotation]: next };
  const kept = bytesOf(withNext) > maxAnnotationBytes ? others : withNext;
  return { ...object, metadata: { ...object.metadata, annotations: kept } };
}

function bytesOf(annotations: Readonly<Record<string, string>>): number {
  const encoder = new TextEncoder();
  return Object.entries(annotations).reduce((sum, [key, value]) => sum + encoder.encode(key + value).length, 0);
}

/** The manifest as kubectl would annotate it: without the annotation itself, keys sorted, a line break at the end. */
function printLastApplied(applied: KubeObject): string {
  const annotations = applied.metadata?.annotations;
  if (annotations === undefined) return printSorted(applied);
  const { [annotation]: _, ...others } = annotations;
  return printSorted({ ...applied, metadata: { ...applied.metadata, annotations: others } });
}

function printSorted(applied: KubeObject): string {
  const text = printJson(sorted(applied as unknown as JsonValue));
  return `${text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

function sorted(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]));
}
