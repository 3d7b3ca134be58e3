// https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#parameter-resources
import {
  type JsonObject,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  matchesLabels,
  parseApiVersion,
} from '@flux19/objects';
import { objectField, textField } from '../../json/fields.ts';
import { inVersion, type Target } from '../../registry/served-resource.ts';
import type { MatchServices } from '../matching/find-match.ts';

/** A policy or binding that cannot be carried out; its failure policy decides. */
export class PolicyFault extends Error {
  override readonly name = 'PolicyFault';
}

/**
 * The objects that a binding parameterises its policy with: the policy is evaluated once for each, with null where it takes
 * none. Throws {@link PolicyFault}.
 */
export function collectParams(
  paramKind: JsonObject | undefined,
  paramRef: JsonObject | undefined,
  namespace: string,
  services: MatchServices,
): readonly (KubeObject | null)[] {
  if (paramKind === undefined) return [null];
  const target = findKind(paramKind, services);
  if (paramRef === undefined) return [null];
  const params = findParams(paramRef, target, namespace);
  if (params.length === 0 && textField(paramRef, 'parameterNotFoundAction') === 'Deny') {
    throw new PolicyFault('no params found for policy binding with `Deny` parameterNotFoundAction');
  }
  return params;
}

/** The resource of a policy's parameters. Throws {@link PolicyFault}. */
export function findKind(paramKind: JsonObject, { catalogue }: MatchServices): Target {
  const kind = textField(paramKind, 'kind');
  const { group, version } = parseApiVersion(textField(paramKind, 'apiVersion'));
  const resource = catalogue
    .resources()
    .find((one) => one.group === group && one.kind === kind && one.versions.has(version));
  const served = resource?.versions.get(version);
  if (resource !== undefined && served !== undefined) return { resource, version: served };
  const shown = `${group}/${version}, Kind=${kind}`;
  throw new PolicyFault(`failed to find resource referenced by paramKind: '${shown}'`);
}

function findParams(paramRef: JsonObject, { resource, version }: Target, namespace: string): readonly KubeObject[] {
  const place = textField(paramRef, 'namespace');
  if (place !== '' && !resource.namespaced) {
    throw new PolicyFault('paramRef.namespace must not be provided for a cluster-scoped `paramKind`');
  }
  const where = resource.namespaced ? place || namespace : '';
  if (resource.namespaced && where === '') {
    throw new PolicyFault('cannot use namespaced paramRef in policy binding that matches cluster-scoped resources');
  }
  const name = textField(paramRef, 'name');
  const found = name === '' ? resource.collection.all() : [resource.collection.get(where, name) ?? []].flat();
  const selector = labelSelectorFromObject((objectField(paramRef, 'selector') ?? {}) as LabelSelectorObject);
  return found
    .filter((entry) => entry.namespace === where && matchesLabels(selector, entry.object.metadata.labels))
    .map(({ object }) => inVersion(resource, object, version.apiVersion));
}
