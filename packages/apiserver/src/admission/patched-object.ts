import { deepCopy, deepEqual, type JsonObject, type JsonValue, type KubeObject } from '@flux19/objects';
import type { ObjectDecoder } from '../decode/decode-object.ts';
import { asJson } from '../json/fields.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import { inVersion } from '../registry/served-resource.ts';
import type { Attributes } from './matching/attributes.ts';

export interface PatchServices {
  readonly catalogue: Catalogue;
  readonly decoder: ObjectDecoder;
}

/**
 * What a write goes on with after a patch made `changed` of the object of `attributes`: with defaults, in the version of the
 * request; the very object of the request when nothing changes. Throws the decoder's errors, and for fields that the kind does
 * not have unless those are to be dropped.
 */
export function patchedObject(
  changed: JsonValue,
  { request, resource, object }: Attributes,
  { catalogue, decoder }: PatchServices,
  unknownFields: 'refuse' | 'drop',
): KubeObject | undefined {
  const target = catalogue.find(resource.group, resource.version, resource.resource);
  if (object === undefined || target === undefined) return undefined;
  if (deepEqual(changed, asJson(object))) return request.object ?? object;
  const { object: decoded, unknownFields: unknown } = decoder.decode(deepCopy(changed) as JsonObject, target);
  if (unknownFields === 'refuse' && unknown.length > 0) {
    throw new Error(
      `strict decoding error: ${unknown.map((path) => `unknown field ${JSON.stringify(path)}`).join(', ')}`,
    );
  }
  const wanted = target.resource.versions.get(request.version)?.apiVersion ?? decoded.apiVersion;
  // Who owns which field is none of a policy's or webhook's business.
  const { managedFields: _, ...metadata } = decoded.metadata;
  const kept = object.metadata.managedFields === undefined ? {} : { managedFields: object.metadata.managedFields };
  return inVersion(target.resource, { ...decoded, metadata: { ...metadata, ...kept } }, wanted);
}
