import { builtinSchema } from '@flux19/builtin-types';
import type { KubeObject } from '@flux19/objects';
import { unknownPath } from '../errors/api-errors.ts';
import { readWriteOptions } from '../http/query-options.ts';
import type { ServedSubresource, Target } from '../registry/served-resource.ts';
import type { Call, Services } from '../server/services.ts';
import { readObject } from '../verbs/read-object.ts';

/** Reads a body that is an object of the subresource's own kind: an Eviction, a Binding, a TokenRequest. Throws StatusError. */
export function readPart(services: Services, call: Call, body: string): KubeObject {
  const part = call.target.version.subresources.get(call.info.subresource);
  if (part === undefined) throw unknownPath();
  const { fieldValidation } = readWriteOptions(call.info.query, 'CreateOptions');
  return readObject(services, { ...call, target: partTarget(call.target, part) }, body, fieldValidation);
}

function partTarget({ resource, version }: Target, part: ServedSubresource): Target {
  const { group, kind } = part;
  const apiVersion = group === '' ? part.version : `${group}/${part.version}`;
  const schema = builtinSchema({ group, version: part.version, kind });
  return {
    resource: { ...resource, group, kind, rules: {}, isCustom: false, preservesUnknownFields: false },
    version: { ...version, version: part.version, apiVersion, schema },
  };
}
