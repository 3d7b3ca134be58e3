import { builtinSchema } from '@flux19/builtin-types';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { unknownPath } from '../errors/api-errors.ts';
import { managerName, readWriteOptions } from '../http/query-options.ts';
import { asJson } from '../json/fields.ts';
import type { ServedSubresource, Target } from '../registry/served-resource.ts';
import type { Call, Services } from '../server/services.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
import { readObject } from '../verbs/read-object.ts';

/** Reads a body that is an object of the subresource's own kind: an Eviction, a Binding, a TokenRequest. Throws StatusError. */
export function readPart(services: Services, call: Call, body: string): KubeObject {
  const part = call.target.version.subresources.get(call.info.subresource);
  if (part === undefined) throw unknownPath();
  const { fieldValidation } = readWriteOptions(call.info.query, 'CreateOptions');
  return readObject(services, { ...call, target: partTarget(call.target, part) }, body, fieldValidation);
}

/** The same, with a record of who asks. */
export function readOwnedPart(
  services: Services,
  call: Call,
  body: string,
  setDefaults: (object: JsonObject) => void,
): KubeObject {
  const object = readPart(services, call, body);
  setDefaults(asJson(object));
  const { subresource, query } = call.info;
  const part = call.target.version.subresources.get(subresource);
  if (part === undefined) throw unknownPath();
  const target = partTarget(call.target, part);
  const manager = managerName(readWriteOptions(query, 'CreateOptions'), call.request.headers.get('user-agent'));
  const live = services.decoder.zeroObject(target);
  return withManagedFields({ target, subresource }, manager, services.clock.now(), { live, updated: object });
}

function partTarget({ resource, version }: Target, part: ServedSubresource): Target {
  const { group, kind } = part;
  const apiVersion = group === '' ? part.version : `${group}/${part.version}`;
  const schema = builtinSchema({ group, version: part.version, kind });
  return {
    resource: {
      ...resource,
      group,
      kind,
      storageApiVersion: apiVersion,
      rules: {},
      isCustom: false,
      preservesUnknownFields: false,
    },
    version: { ...version, version: part.version, apiVersion, schema },
  };
}
