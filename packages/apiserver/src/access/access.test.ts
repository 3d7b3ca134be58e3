import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { tokenAuthenticator } from '@flux19/apiserver';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const jane = { name: 'jane', groups: ['developers'] };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const pods = '/api/v1/namespaces/default/pods';

suite('access', () => {
  test('needs a known token', async () => {
    const api = startApi({ authenticator: tokenAuthenticator(new Map([['secret', jane]])) });
    const ask = async (headers: Record<string, string>) =>
      (await api.server.fetch(new Request(`http://cluster${pods}`, { headers }))).status;
    assert.equal(await ask({}), 401);
    assert.equal(await ask(bearer('wrong')), 401);
    assert.equal(await ask({ authorization: 'Basic c2VjcmV0' }), 401);
    assert.equal(await ask(bearer('secret')), 200);
  });

  test('lets strangers in as system:anonymous where that is wished for', async () => {
    const api = startApi({ allowAnonymous: true });
    const response = await api.server.fetch(
      new Request('http://cluster/apis/authentication.k8s.io/v1/selfsubjectreviews', { method: 'POST', body: '{}' }),
    );
    const review = (await response.json()) as { status: { userInfo: unknown } };
    assert.deepEqual(review.status.userInfo, { username: 'system:anonymous', groups: ['system:unauthenticated'] });
  });

  test('takes tokens of service accounts while the account lives and the token has not expired', async () => {
    const api = startApi();
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    await api.post(accounts, { metadata: { name: 'bot' } });
    const made = await api.post(`${accounts}/bot/token`, { spec: { expirationSeconds: 600 } });
    assert.equal((made.body['status'] as JsonObject)['expirationTimestamp'], '2026-01-01T00:10:00Z');
    const token = String((made.body['status'] as JsonObject)['token']);
    const whoAmI = async () => {
      const request = new Request('http://cluster/apis/authentication.k8s.io/v1/selfsubjectreviews', {
        method: 'POST',
        body: '{}',
        headers: bearer(token),
      });
      const response = await api.server.fetch(request);
      return response.status === 201
        ? ((await response.json()) as { status: { userInfo: JsonObject } }).status.userInfo
        : response.status;
    };
    const user = (await whoAmI()) as JsonObject;
    assert.equal(user['username'], 'system:serviceaccount:default:bot');
    assert.deepEqual(user['groups'], [
      'system:serviceaccounts',
      'system:serviceaccounts:default',
      'system:authenticated',
    ]);
    const review = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } });
    assert.equal((review.body['status'] as JsonObject)['authenticated'], true);
    await api.clock.advance(600_000);
    assert.equal(await whoAmI(), 401);
    const short = await api.post(`${accounts}/bot/token`, { spec: { expirationSeconds: 1 } });
    assert.match(String(short.body['message']), /may not specify a duration less than 10 minutes/);
  });

  test('impersonates the whole user, or refuses', async () => {
    const api = startApi();
    const whoAmI = (headers: Record<string, string>) =>
      api.call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', { body: {}, headers });
    const asJane = await whoAmI({ 'impersonate-user': 'jane', 'impersonate-group': 'developers' });
    assert.deepEqual((asJane.body['status'] as JsonObject)['userInfo'], {
      username: 'jane',
      groups: ['developers', 'system:authenticated'],
    });
    const asBot = await whoAmI({ 'impersonate-user': 'system:serviceaccount:apps:bot' });
    assert.deepEqual(((asBot.body['status'] as JsonObject)['userInfo'] as JsonObject)['groups'], [
      'system:serviceaccounts',
      'system:serviceaccounts:apps',
      'system:authenticated',
    ]);
    const nobody: Record<string, string>[] = [
      { 'impersonate-group': 'developers' },
      { 'impersonate-user': '', 'impersonate-group': 'developers' },
      { 'impersonate-uid': '1' },
      { 'impersonate-extra-scope': 'x' },
    ];
    for (const headers of nobody) assert.equal((await whoAmI(headers)).code, 400);
  });

  test('is decided by roles and bindings when RBAC is enforced', async () => {
    const api = startApi({ authorization: 'RBAC' });
    const asJane = api.as(jane);
    const refused = await asJane.get(pods);
    assert.equal(refused.code, 403);
    assert.equal(
      refused.body['message'],
      'pods is forbidden: User "jane" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    await api.post(`${rbac}/roles`, {
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }],
    });
    await api.post(`${rbac}/rolebindings`, {
      metadata: { name: 'developers' },
      roleRef: { kind: 'Role', name: 'reader' },
      subjects: [{ kind: 'Group', name: 'developers' }],
    });
    assert.equal((await asJane.get(pods)).code, 200);
    assert.equal((await asJane.get('/api/v1/namespaces/kube-system/pods')).code, 403);
    assert.equal((await asJane.post(pods, {})).code, 403);
    assert.equal((await asJane.get('/version')).code, 200);
    const spec = { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } };
    const review = await asJane.post('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { spec });
    assert.deepEqual(review.body['status'], {
      allowed: true,
      reason: 'RBAC: allowed by RoleBinding "developers/default" of Role "reader" to Group "developers"',
    });
    const rules = await asJane.post('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
      spec: { namespace: 'default' },
    });
    const granted = (rules.body['status'] as JsonObject)['resourceRules'] as JsonObject[];
    assert.ok(granted.some((rule) => JSON.stringify(rule['resources']) === '["pods"]'));
  });

  test('gathers the rules of labelled roles', async () => {
    const api = startApi({ authorization: 'RBAC' });
    const roles = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    await api.post(roles, {
      metadata: { name: 'widgets', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
      rules: [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get'] }],
    });
    const { body } = await api.get(`${roles}/view`);
    assert.ok((body['rules'] as JsonObject[]).some((rule) => JSON.stringify(rule['apiGroups']) === '["example.com"]'));
  });
});
