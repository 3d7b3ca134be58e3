// What is expected here was taken from a real kube-apiserver and a webhook beside it.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { WebhookAnswer, WebhookCall } from '@flux19/apiserver';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const registration = '/apis/admissionregistration.k8s.io/v1';

interface Review {
  readonly request: JsonObject & { uid: string; object: { metadata: { name: string; labels?: JsonObject } } };
}

type Reply = (review: Review, path: string) => JsonObject;

/** A server whose webhooks answer as told, and what they were asked. */
function serverWith(reply: Reply): { readonly api: TestApi; readonly calls: WebhookCall[] } {
  const calls: WebhookCall[] = [];
  const webhookClient = async (call: WebhookCall): Promise<WebhookAnswer> => {
    calls.push(call);
    const review = JSON.parse(call.body) as Review;
    const response = { uid: review.request.uid, ...reply(review, new URL(call.url).pathname) };
    const body = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response };
    return { status: 200, body: JSON.stringify(body) };
  };
  return { api: startApi({ webhookClient }), calls };
}

const rules = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['*'], resources: ['configmaps'] }];

function webhook(path: string, more: object = {}): object {
  const clientConfig = { url: `https://hooks.example.com${path}` };
  const name = `${path.slice(1)}.hooks.example.com`;
  return { name, clientConfig, rules, sideEffects: 'None', admissionReviewVersions: ['v1'], ...more };
}

async function register(api: TestApi, kind: 'mutating' | 'validating', ...webhooks: object[]): Promise<void> {
  const made = await api.post(`${registration}/${kind}webhookconfigurations`, { metadata: { name: kind }, webhooks });
  assert.equal(made.code, 201, made.text);
}

const labels = (value: JsonObject) => ({
  allowed: true,
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify([{ op: 'add', path: '/metadata/labels', value }])).toString('base64'),
});

suite('admission webhooks', () => {
  test('refuse a write in their own words', async () => {
    const { api, calls } = serverWith(() => ({
      allowed: false,
      status: { message: 'not today', code: 403, reason: 'Forbidden' },
    }));
    await register(api, 'validating', webhook('/deny'));
    const refused = await api.post(configMaps, { metadata: { name: 'a' } });
    const text = 'admission webhook "deny.hooks.example.com" denied the request: not today';
    assert.deepEqual([refused.code, refused.body['reason'], refused.body['message']], [403, 'Forbidden', text]);
    assert.equal(calls[0]?.url, 'https://hooks.example.com/deny?timeout=10s');
    assert.equal((await api.get(`${configMaps}/a`)).code, 404);
  });

  test('get the write as the client meant it', async () => {
    const { api, calls } = serverWith(() => ({ allowed: true, warnings: ['think twice'] }));
    await register(api, 'validating', webhook('/allow'));
    const made = await api.post(`${configMaps}?dryRun=All&fieldManager=me`, { metadata: { name: 'a' } });
    assert.deepEqual([made.code, made.warnings], [201, ['think twice']]);
    const { request } = JSON.parse(calls[0]?.body ?? '') as Review;
    assert.deepEqual([request['operation'], request['name'], request['namespace']], ['CREATE', 'a', 'default']);
    assert.deepEqual(request['options'], {
      kind: 'CreateOptions',
      apiVersion: 'meta.k8s.io/v1',
      dryRun: ['All'],
      fieldManager: 'me',
    });
    assert.deepEqual([request['dryRun'], request['oldObject']], [true, null]);
  });

  test('change a write one after the other, and once more when they wish to see what came later', async () => {
    const { api } = serverWith(({ request }, path) => {
      const present = request.object.metadata.labels ?? {};
      if (path === '/count') return labels({ ...present, seen: String(Number(present['seen'] ?? 0) + 1) });
      return labels({ ...present, late: 'yes' });
    });
    await register(api, 'mutating', webhook('/count', { reinvocationPolicy: 'IfNeeded' }), webhook('/late'));
    const made = await api.post(configMaps, { metadata: { name: 'a' } });
    assert.deepEqual((made.body['metadata'] as JsonObject)['labels'], { late: 'yes', seen: '2' });
  });

  test('that give no sensible answer fail or not, as their failure policy says', async () => {
    for (const [failurePolicy, code] of [
      ['Fail', 500],
      ['Ignore', 201],
    ] as const) {
      const { api } = serverWith(() => ({ uid: 'another', allowed: true }));
      await register(api, 'validating', webhook('/wrong', { failurePolicy }));
      const answer = await api.post(configMaps, { metadata: { name: 'a' } });
      assert.equal(answer.code, code);
      if (code === 201) continue;
      assert.match(
        String(answer.body['message']),
        /^Internal error occurred: failed calling webhook "wrong\.hooks\.example\.com": received invalid webhook response: expected response\.uid="[^"]+", got "another"$/,
      );
    }
  });

  test('that cannot be reached fail with the address', async () => {
    const api = startApi();
    await register(api, 'validating', webhook('/away'));
    const answer = await api.post(configMaps, { metadata: { name: 'a' } });
    const start = 'Internal error occurred: failed calling webhook "away.hooks.example.com": failed to call webhook: ';
    assert.ok(String(answer.body['message']).startsWith(`${start}Post "https://hooks.example.com/away?timeout=10s": `));
  });

  test('with side effects are not asked about dry runs', async () => {
    const { api, calls } = serverWith(() => ({ allowed: true }));
    const bad = await api.post(`${registration}/validatingwebhookconfigurations`, {
      metadata: { name: 'bad' },
      webhooks: [webhook('/some', { sideEffects: 'Some' })],
    });
    const supported = 'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"';
    assert.ok(String(bad.body['message']).includes(supported));
    assert.equal(calls.length, 0);
  });

  test('let no write overtake another unseen', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let asked = 0;
    const webhookClient = async ({ body }: WebhookCall): Promise<WebhookAnswer> => {
      asked += 1;
      if (asked === 1) await held;
      const { uid } = (JSON.parse(body) as Review).request;
      const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: { uid, allowed: true } };
      return { status: 200, body: JSON.stringify(review) };
    };
    const api = startApi({ webhookClient });
    await api.post(configMaps, { metadata: { name: 'a' }, data: { first: '0', second: '0' } });
    await register(api, 'validating', webhook('/slow'));
    const slow = api.merge(`${configMaps}/a`, { data: { first: '1' } });
    assert.equal((await api.merge(`${configMaps}/a`, { data: { second: '1' } })).code, 200);
    release();
    assert.deepEqual((await slow).body['data'], { first: '1', second: '1' });
    assert.equal(asked, 3);
  });
});
