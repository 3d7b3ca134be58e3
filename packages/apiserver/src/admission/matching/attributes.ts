import type { JsonObject, KubeObject } from '@flux19/objects';
import { scaleOf } from '../../parts/scale.ts';
import type { Catalogue } from '../../registry/catalogue.ts';
import { inVersion } from '../../registry/served-resource.ts';
import type { AdmissionRequest } from '../../server/admission.ts';

interface KindName {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

/** A write as policies and webhooks see it, in one of the versions that its resource is served in. */
export interface Attributes {
  readonly request: AdmissionRequest;
  readonly kind: KindName;
  readonly resource: ResourceName;
  /** As the client asked; `kind` and `resource` differ when a rule wants another version. */
  readonly requestKind: KindName;
  readonly requestResource: ResourceName;
  /** Requests for a namespace itself count as being inside it. */
  readonly namespace: string;
  readonly object: KubeObject | undefined;
  readonly oldObject: KubeObject | undefined;
}

/** The write in the version that the client used. */
export function requestAttributes(catalogue: Catalogue, request: AdmissionRequest): Attributes {
  const { group, version, resource, operation } = request;
  const shown = { group, version, resource };
  const kind = kindOf(catalogue, request);
  return {
    request,
    kind,
    resource: shown,
    requestKind: kind,
    requestResource: shown,
    namespace: group === '' && resource === 'namespaces' ? request.name : request.namespace,
    object: stateOf(catalogue, request, request.object, version),
    oldObject: operation === 'CREATE' ? undefined : stateOf(catalogue, request, request.oldObject, version),
  };
}

/** The same write in another version of its resource. */
export function inOtherVersion(catalogue: Catalogue, attributes: Attributes, version: string): Attributes {
  const { request } = attributes;
  if (version === attributes.resource.version) return attributes;
  return {
    ...attributes,
    kind: { ...attributes.kind, version },
    resource: { ...attributes.resource, version },
    object: stateOf(catalogue, request, request.object, version),
    oldObject: request.operation === 'CREATE' ? undefined : stateOf(catalogue, request, request.oldObject, version),
  };
}

function kindOf(catalogue: Catalogue, { group, version, kind, resource, subresource }: AdmissionRequest): KindName {
  const part = catalogue.find(group, version, resource)?.version.subresources.get(subresource);
  return part === undefined ? { group, version, kind } : { group: part.group, version: part.version, kind: part.kind };
}

/** A Scale stands for the object that it scales. */
function stateOf(
  catalogue: Catalogue,
  { group, resource, subresource }: AdmissionRequest,
  object: KubeObject | undefined,
  version: string,
): KubeObject | undefined {
  const target = catalogue.find(group, version, resource);
  if (object === undefined || target === undefined) return object;
  const shown = inVersion(target.resource, object, target.version.apiVersion);
  return subresource === 'scale' ? scaleOf(target.resource, target.version, shown) : shown;
}

/** User as reviews show it. */
export function userJson({ user }: AdmissionRequest): JsonObject {
  return {
    ...(user.name === '' ? {} : { username: user.name }),
    ...(user.uid === undefined ? {} : { uid: user.uid }),
    groups: [...user.groups],
    ...(user.extra === undefined
      ? {}
      : { extra: Object.fromEntries(Object.entries(user.extra).map(([key, values]) => [key, [...values]])) }),
  };
}
