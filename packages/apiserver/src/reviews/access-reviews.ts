// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { AccessAttributes } from '../access/authorizer.ts';
import type { UserInfo } from '../access/user-info.ts';
import { aggregate, badRequest, invalid } from '../errors/api-errors.ts';
import { invalidField } from '../errors/field-errors.ts';
import { type Reply, valueReply } from '../http/reply.ts';
import { asJson, objectField, textField, textsField } from '../json/fields.ts';
import type { Call, Services } from '../server/services.ts';
import { readQuestion } from './read-question.ts';

/** May I? */
export function reviewOwnAccess(services: Services, call: Call, body: string): Reply {
  return answerReview(services, call, readQuestion(services, call, body), call.user);
}

/** May somebody, anywhere or in the namespace of the path? */
export function reviewAccess(services: Services, call: Call, body: string): Reply {
  const review = readQuestion(services, call, body);
  const spec = objectField(asJson(review), 'spec');
  requireOwnNamespace(call, spec);
  const name = textField(spec, 'user');
  const groups = textsField(spec, 'groups');
  if (name === '' && groups.length === 0) {
    const text = 'at least one of user or group must be specified';
    throw invalid({ group: 'authorization.k8s.io', resource: '' }, '', [invalidField('spec.user', '', text)]);
  }
  const uid = textField(spec, 'uid');
  const user = { name, groups, ...(uid === '' ? {} : { uid }), extra: extraOf(objectField(spec, 'extra')) };
  return answerReview(services, call, review, user);
}

function extraOf(extra: JsonObject | undefined): Record<string, readonly string[]> {
  return Object.fromEntries(Object.keys(extra ?? {}).map((key) => [key, textsField(extra, key)]));
}

function answerReview({ authorizer }: Services, call: Call, review: KubeObject, user: UserInfo): Reply {
  const spec = objectField(asJson(review), 'spec');
  const errors = attributesErrors(spec);
  if (errors.length > 0) throw invalid({ group: 'authorization.k8s.io', resource: '' }, '', errors);
  const { allowed, reason } = authorizer.authorize(attributesOf(spec, user));
  const status = { allowed, ...(reason === undefined || reason === '' ? {} : { reason }) };
  return valueReply(201, { ...review, status }, call.acceptance.format);
}

/** A review inside a namespace is about that namespace. Throws StatusError 422. */
function requireOwnNamespace({ info }: Call, spec: JsonObject | undefined): void {
  const namespace = textField(objectField(spec, 'resourceAttributes'), 'namespace');
  if (info.namespace === '' || namespace === info.namespace) return;
  const errors = [invalidField('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace')];
  throw invalid({ group: 'authorization.k8s.io', resource: '' }, '', errors);
}

const exactlyOne = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';

function attributesErrors(spec: JsonObject | undefined): ReturnType<typeof invalidField>[] {
  const resource = objectField(spec, 'resourceAttributes');
  const path = objectField(spec, 'nonResourceAttributes');
  if (resource !== undefined && path !== undefined) {
    const shown = { Path: textField(path, 'path'), Verb: textField(path, 'verb') };
    return [invalidField('spec', shown, exactlyOne)];
  }
  if (resource !== undefined || path !== undefined) return [];
  return [invalidField('spec', null, exactlyOne)];
}

function attributesOf(spec: JsonObject | undefined, user: UserInfo): AccessAttributes {
  const resource = objectField(spec, 'resourceAttributes');
  const path = objectField(spec, 'nonResourceAttributes');
  return {
    user,
    verb: textField(resource ?? path, 'verb'),
    group: textField(resource, 'group'),
    version: textField(resource, 'version'),
    resource: textField(resource, 'resource'),
    subresource: textField(resource, 'subresource'),
    namespace: textField(resource, 'namespace'),
    name: textField(resource, 'name'),
    path: textField(path, 'path'),
  };
}

/** What may I do in a namespace? */
export function reviewOwnRules(services: Services, call: Call, body: string): Reply {
  const review = readQuestion(services, call, body);
  const namespace = textField(objectField(asJson(review), 'spec'), 'namespace');
  if (namespace === '') throw badRequest('no namespace on request');
  const { resourceRules, nonResourceRules, errors = [] } = services.authorizer.rulesFor(call.user, namespace);
  const trouble = errors.length === 0 ? {} : { evaluationError: aggregate(errors) };
  const status = { resourceRules, nonResourceRules, incomplete: errors.length > 0, ...trouble };
  // Kubernetes: the answer does not repeat the question.
  return valueReply(201, { ...review, metadata: {}, spec: {}, status }, call.acceptance.format);
}
