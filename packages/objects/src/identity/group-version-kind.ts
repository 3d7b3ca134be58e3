import type { GroupVersionKind } from './kube-object.ts';

/** Splits `apps/v1` into group and version; the core group of `v1` is the empty string. */
export function parseApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

/** Joins group and version as `apiVersion` holds them: `apps/v1`, or `v1` for the core group. */
export function formatApiVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The group, version and kind of an object. */
export function groupVersionKind(object: { readonly apiVersion: string; readonly kind: string }): GroupVersionKind {
  const { group, version } = parseApiVersion(object.apiVersion);
  return { group, version, kind: object.kind };
}
