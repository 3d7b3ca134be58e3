import { formatApiVersion, isJsonObject, type JsonObject, type JsonValue, parseApiVersion } from '@flux19/objects';
import { objects, text, texts } from './aggregated-discovery.ts';
import type { ResourceMapping } from './resource-mapping.ts';

/** The group-versions of an APIGroupList, preferred version of each group first. */
export function readGroupVersions(answer: JsonValue): string[] {
  if (!isJsonObject(answer)) return [];
  return objects(answer['groups']).flatMap((group) => {
    const preferred = isJsonObject(group['preferredVersion']) ? text(group['preferredVersion']['groupVersion']) : '';
    const others = objects(group['versions']).map((version) => text(version['groupVersion']));
    return [...new Set([preferred, ...others])].filter((version) => version !== '');
  });
}

/** The resources of an APIResourceList. */
export function readResourceList(groupVersion: string, answer: JsonValue): ResourceMapping[] {
  if (!isJsonObject(answer)) return [];
  const entries = objects(answer['resources']);
  return entries
    .filter((entry) => !text(entry['name']).includes('/'))
    .map((entry) => readEntry(groupVersion, entry, entries));
}

function readEntry(groupVersion: string, entry: JsonObject, all: readonly JsonObject[]): ResourceMapping {
  const own = parseApiVersion(groupVersion);
  const resource = text(entry['name']);
  const prefix = `${resource}/`;
  return {
    ...own,
    kind: text(entry['kind']),
    resource,
    namespaced: entry['namespaced'] === true,
    singular: text(entry['singularName']),
    shortNames: texts(entry['shortNames']),
    categories: texts(entry['categories']),
    verbs: texts(entry['verbs']),
    subresources: all
      .map((other) => text(other['name']))
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length)),
  };
}

/** Where the resources of a group-version are listed. */
export function groupVersionPath(groupVersion: string): string {
  const { group, version } = parseApiVersion(groupVersion);
  return group === '' ? `/api/${version}` : `/apis/${formatApiVersion(group, version)}`;
}
