import { type AccessQuestion, Authorizer, fromJson, ResourceCheck, type Value } from '@flux19/cel';
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { Authorizer as AccessAuthorizer } from '../../access/authorizer.ts';
import { serviceAccountGroups } from '../../access/service-account-tokens.ts';
import type { UserInfo } from '../../access/user-info.ts';
import { type Attributes, userJson } from '../matching/attributes.ts';
import { shownNamespace } from './shown-namespace.ts';

export interface BindingChoice {
  /** Undefined where the expressions know no params. */
  readonly params: KubeObject | null | undefined;
  /** The namespace of the object; undefined for cluster-scoped objects. */
  readonly namespace: KubeObject | undefined;
  readonly authorizer: AccessAuthorizer;
}

/** The values of the variables of a write. */
export function bindings(attributes: Attributes, choice: BindingChoice): Map<string, Value> {
  const authorizer = new Authorizer((question) => ask(choice.authorizer, attributes.request.user, question));
  const { group, resource } = attributes.resource;
  const { subresource, name } = attributes.request;
  const requestResource = new ResourceCheck(authorizer, {
    group,
    resource,
    subresource,
    namespace: attributes.namespace,
    name,
  });
  return new Map<string, Value>([
    ['object', fromJson(attributes.object ?? null)],
    ['oldObject', fromJson(attributes.oldObject ?? null)],
    ['namespaceObject', choice.namespace === undefined ? null : fromJson(shownNamespace(choice.namespace))],
    ['request', fromJson(requestJson(attributes))],
    ...(choice.params === undefined ? [] : [['params', fromJson(choice.params)] as const]),
    ['authorizer', authorizer],
    ['authorizer.requestResource', requestResource],
  ]);
}

function ask(
  authorizer: AccessAuthorizer,
  user: UserInfo,
  question: AccessQuestion,
): { allowed: boolean; reason: string } {
  const { serviceAccount, ...what } = question;
  const who =
    serviceAccount === undefined
      ? user
      : {
          name: `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`,
          groups: serviceAccountGroups(serviceAccount.namespace),
        };
  const { allowed, reason = '' } = authorizer.authorize({ ...what, user: who, version: what.path === '' ? '*' : '' });
  return { allowed, reason };
}

/** The request as expressions see it; webhooks get its `objects`, too. */
export function requestJson(attributes: Attributes, objects: JsonObject = {}): JsonObject {
  const { request, kind, resource, requestKind, requestResource, namespace } = attributes;
  const { subresource, name, operation, dryRun, options } = request;
  return {
    kind: { ...kind },
    resource: { ...resource },
    ...(subresource === '' ? {} : { subResource: subresource }),
    requestKind: { ...requestKind },
    requestResource: { ...requestResource },
    ...(subresource === '' ? {} : { requestSubResource: subresource }),
    ...(name === '' ? {} : { name }),
    ...(namespace === '' ? {} : { namespace }),
    operation,
    userInfo: userJson(request),
    ...objects,
    dryRun,
    options,
  };
}
