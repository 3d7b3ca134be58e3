import type { KubeObject } from '@flux19/objects';
import { parseApiVersion } from '@flux19/objects';
import { type FieldManagerOptions, updateManagedFields, type VersionConverter } from '@flux19/structured-merge';
import { inVersion, type ServedResource } from '../registry/served-resource.ts';
import type { Write } from './write.ts';

/** Which part of which kind is written. */
type WritePlace = Pick<Write, 'target' | 'subresource'>;

/** What the bookkeeping of managedFields has to know about a write. */
export function fieldManagerOptions(write: WritePlace, manager: string, now: number): FieldManagerOptions {
  const { resource, version } = write.target;
  const resetFields = resource.resetFields.get(write.subresource);
  return {
    manager,
    apiVersion: version.apiVersion,
    schema: version.schema,
    subresource: write.subresource,
    now,
    isBuiltin: !resource.isCustom,
    ...(resource.versions.size > 1 ? { converter: versionConverter(resource) } : {}),
    ...(resetFields === undefined ? {} : { resetFields }),
  };
}

function versionConverter(resource: ServedResource): VersionConverter {
  const versionOf = (apiVersion: string) => resource.versions.get(parseApiVersion(apiVersion).version);
  return {
    convert: (object, apiVersion) =>
      versionOf(apiVersion) === undefined ? undefined : inVersion(resource, object, apiVersion),
    schemaOf: (apiVersion) => versionOf(apiVersion)?.schema,
  };
}

/** The object with the managedFields that a create, update or patch leaves. */
export function withManagedFields(
  write: WritePlace,
  manager: string,
  now: number,
  states: { readonly live: KubeObject | undefined; readonly updated: KubeObject },
): KubeObject {
  return updateManagedFields({ ...fieldManagerOptions(write, manager, now), ...states });
}
