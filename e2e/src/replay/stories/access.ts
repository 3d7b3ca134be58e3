import { isJsonObject, type JsonValue } from '@flux19/objects';
import type { Story } from '../story.ts';
import { configMap } from './objects.ts';

const authorization = '/apis/authorization.k8s.io/v1';
const authentication = '/apis/authentication.k8s.io/v1';

/** Who may do what: refusals, impersonation, reviews and tokens. */
export const access: Story = {
  subject: 'access',
  async tell(api) {
    const namespace = await api.namespace('replay-access');
    const path = `${namespace}/configmaps`;
    await api.create('create', path, configMap('one'));
    await api.get('no credentials', `${path}/one`, { as: 'nobody' });
    await api.get('a token that is none', `${path}/one`, { as: 'nobody', headers: { authorization: 'Bearer none' } });
    await api.get('basic credentials', `${path}/one`, { as: 'nobody', headers: { authorization: 'Basic YTpi' } });
    await api.get('the version without credentials', '/healthz', { as: 'nobody' });
    await api.get('a reader may not get', `${path}/one`, { as: 'reader' });
    await api.get('a reader may not list', path, { as: 'reader' });
    await api.create('a reader may not create', path, configMap('two'), { as: 'reader' });
    await api.remove('a reader may not delete', `${path}/one`, undefined, { as: 'reader' });
    await api.remove('a reader may not delete all', path, undefined, { as: 'reader' });
    await api.patch('a reader may not patch', 'merge', `${path}/one`, {}, { as: 'reader' });
    await api.get('a reader may not read a part', `${namespace}/pods/one/log`, { as: 'reader' });
    await api.get('a reader may not see the cluster', '/api/v1/nodes', { as: 'reader' });
    await api.get('a reader and a custom kind', '/apis/example.com/v1/things', { as: 'reader' });
    await api.get('a reader and a path', '/metrics', { as: 'reader' });
    const rbac = namespace.replace('/api/v1', '/apis/rbac.authorization.k8s.io/v1');
    await api.create('a role', `${rbac}/roles`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'reader' },
      rules: [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] },
        { apiGroups: ['apps'], resources: ['deployments', 'deployments/scale'], resourceNames: ['web'], verbs: ['*'] },
      ],
    });
    await api.create('a binding', `${rbac}/rolebindings`, {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'jane' }],
    });
    await api.get('now a reader may get', `${path}/one`, { as: 'reader', until: ({ status }) => status === 200 });
    await api.get('but not in another namespace', '/api/v1/namespaces/default/configmaps/one', { as: 'reader' });

    const attributes = { namespace: 'replay-access', verb: 'get', resource: 'configmaps' };
    const self = `${authorization}/selfsubjectaccessreviews`;
    const review = (kind: string, spec: object): object => ({ apiVersion: 'authorization.k8s.io/v1', kind, spec });
    await api.create('may I', self, review('SelfSubjectAccessReview', { resourceAttributes: attributes }), {
      as: 'reader',
    });
    await api.create(
      'may I not',
      self,
      review('SelfSubjectAccessReview', { resourceAttributes: { ...attributes, verb: 'delete' } }),
      { as: 'reader' },
    );
    await api.create(
      'may the administrator',
      self,
      review('SelfSubjectAccessReview', { resourceAttributes: attributes }),
    );
    await api.create(
      'may I read a path',
      self,
      review('SelfSubjectAccessReview', { nonResourceAttributes: { path: '/apis', verb: 'get' } }),
      { as: 'reader' },
    );
    await api.create('a review of nothing', self, review('SelfSubjectAccessReview', {}));
    await api.create(
      'a review of both',
      self,
      review('SelfSubjectAccessReview', { resourceAttributes: attributes, nonResourceAttributes: { path: '/' } }),
    );
    const others = `${authorization}/subjectaccessreviews`;
    await api.create(
      'may jane',
      others,
      review('SubjectAccessReview', { user: 'jane', resourceAttributes: attributes }),
    );
    await api.create(
      'may a group',
      others,
      review('SubjectAccessReview', { groups: ['system:masters'], resourceAttributes: attributes }),
    );
    await api.create('may nobody', others, review('SubjectAccessReview', { resourceAttributes: attributes }));
    await api.create(
      'a reader may not review others',
      others,
      review('SubjectAccessReview', { user: 'x', resourceAttributes: attributes }),
      { as: 'reader' },
    );
    const local = `${authorization}/namespaces/replay-access/localsubjectaccessreviews`;
    await api.create('a local review', local, {
      ...review('LocalSubjectAccessReview', { user: 'jane', resourceAttributes: attributes }),
      metadata: { namespace: 'replay-access' },
    });
    await api.create('a local review of another namespace', local, {
      ...review('LocalSubjectAccessReview', { user: 'jane', resourceAttributes: { ...attributes, namespace: 'x' } }),
    });
    const rules = `${authorization}/selfsubjectrulesreviews`;
    await api.create('my rules', rules, review('SelfSubjectRulesReview', { namespace: 'replay-access' }), {
      as: 'reader',
      keep: inOrder,
    });
    await api.create('my rules nowhere', rules, review('SelfSubjectRulesReview', {}), { as: 'reader' });
    const who = `${authentication}/selfsubjectreviews`;
    const whoAmI = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
    await api.create('who am I', who, whoAmI);
    await api.create('who is the reader', who, whoAmI, { as: 'reader' });

    const impersonations: Readonly<Record<string, Record<string, string>>> = {
      'a user': { 'impersonate-user': 'max' },
      'a user with a group': { 'impersonate-user': 'max', 'impersonate-group': 'team' },
      'a user with extras': { 'impersonate-user': 'max', 'impersonate-extra-scopes': 'view', 'impersonate-uid': '7' },
      'an account': { 'impersonate-user': 'system:serviceaccount:replay-access:default' },
      anonymous: { 'impersonate-user': 'system:anonymous' },
      'a group alone': { 'impersonate-group': 'team' },
    };
    for (const [title, headers] of Object.entries(impersonations)) {
      await api.create(`impersonate ${title}`, who, whoAmI, { headers });
    }
    await api.create('a reader may not impersonate', who, whoAmI, {
      as: 'reader',
      headers: { 'impersonate-user': 'max' },
    });
    await api.create('a reader may not impersonate a group', who, whoAmI, {
      as: 'reader',
      headers: { 'impersonate-user': 'jane', 'impersonate-group': 'team' },
    });
    await api.create('a reader may not impersonate an account', who, whoAmI, {
      as: 'reader',
      headers: { 'impersonate-user': 'system:serviceaccount:replay-access:default' },
    });
    await api.get('what an impersonated user may not', `${path}/one`, { headers: { 'impersonate-user': 'max' } });

    const accounts = `${namespace}/serviceaccounts/default/token`;
    const request = (spec: object): object => ({ apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec });
    const issued = await api.create('a token', accounts, request({ expirationSeconds: 3600 }));
    await api.create('a token of too short a life', accounts, request({ expirationSeconds: 60 }));
    await api.create('a token for others', accounts, request({ audiences: ['elsewhere'] }));
    await api.create(
      'a token of a pod that is not',
      accounts,
      request({ boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: 'none' } }),
    );
    await api.create('a token of an account that is not', `${namespace}/serviceaccounts/none/token`, request({}));
    const token = issued.text('status.token');
    const reviews = `${authentication}/tokenreviews`;
    const tokenReview = (spec: object): object => ({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec,
    });
    await api.create('review the token', reviews, tokenReview({ token }));
    await api.create('review for others', reviews, tokenReview({ token, audiences: ['elsewhere'] }));
    await api.create('review a token that is none', reviews, tokenReview({ token: 'none' }));
    await api.create('review no token', reviews, tokenReview({}));
    await api.create('who is the account', who, whoAmI, {
      as: 'nobody',
      headers: { authorization: `Bearer ${token}` },
    });
    await api.get('what the account may not', path, { as: 'nobody', headers: { authorization: `Bearer ${token}` } });
    await api.endNamespace('replay-access');
  },
};

/** Rules come in the order in which bindings happen to be found. */
function inOrder(body: JsonValue): JsonValue {
  if (Array.isArray(body))
    return body.map(inOrder).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (!isJsonObject(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([key, field]) => [key, inOrder(field ?? null)]));
}
