// For tests: objects of built-in kinds that use many fields, with changes that kube-apiserver 1.37 refuses.
import { readFileSync } from 'node:fs';
import { builtinResources } from '@flux19/builtin-types';
import type { JsonObject, JsonValue } from '@flux19/objects';

/** A path, the value to put there, or a null to take it away, and the message after "is invalid: ". */
type Row = readonly [path: string, value: JsonValue, message: string];

export interface Recorded {
  readonly object: JsonObject;
  /** Asked of new objects. */
  readonly create: readonly Row[];
  /** Asked of the object as it was stored. */
  readonly update: readonly Row[];
}

export const recordedGroups: readonly string[] = [
  'pods',
  'apps',
  'batch',
  'core',
  'networking',
  'rbac',
  'policy',
  'storage',
];

export function readRecorded(group: string): readonly Recorded[] {
  return JSON.parse(readFileSync(new URL(`testdata/${group}.json`, import.meta.url), 'utf8')) as Recorded[];
}

/** The path of the collection that an object belongs to. */
export function collectionOf({ apiVersion, kind }: JsonObject): string {
  const facts = builtinResources().find(
    ({ group, version, kind: other }) =>
      other === kind && (group === '' ? version : `${group}/${version}`) === apiVersion,
  );
  const root = facts?.group === '' ? '/api' : '/apis';
  const namespace = facts?.namespaced === true ? '/namespaces/default' : '';
  return `${root}/${apiVersion}${namespace}/${facts?.resource ?? ''}`;
}

export function nameOf(object: JsonObject): string {
  return String((object['metadata'] as JsonObject)['name']);
}
