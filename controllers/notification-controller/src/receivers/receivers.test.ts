import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { requestedAtAnnotation } from '@flux19/runtime';
import fc from 'fast-check';
import { conditionText, gitRepository, namespace, receiver, type Scene, startScene } from '../testing/scene.ts';
import { receiverTypes } from './types/receiver-types.ts';

const token = 'canary-webhook-token';
const json = { 'content-type': 'application/json' };
const { signal } = new AbortController();

function signature(algorithm: string, body: string): string {
  return createHmac(algorithm, token).update(body).digest('hex');
}

suite('receivers', () => {
  let scene: Scene;
  before(async () => {
    scene = await startScene(async () => new Response('{}', { status: 404 }));
    await scene.secret('token', { token, email: 'flux@example.com', audience: 'flux' });
    await scene.create(gitRepository('repo'), gitRepository('web', { team: 'a' }), gitRepository('api', { team: 'a' }));
  });
  after(() => scene.close());

  /** Creates a Receiver and answers the path of its webhook. */
  async function pathOf(name: string, spec: Readonly<Record<string, unknown>>): Promise<string> {
    await scene.create(receiver(name, spec));
    await eventually(async () => assert.match(conditionText(await scene.receiver(name)), /^True/));
    const path = (await scene.receiver(name)).status?.webhookPath ?? '';
    // The handler reads from its cache.
    await eventually(async () => assert.notEqual(await call(path, { method: 'GET' }), 404));
    return path;
  }

  async function call(path: string, init: RequestInit = {}): Promise<number> {
    const request = new Request(`http://webhooks${path}`, { method: 'POST', ...init });
    return (await scene.controller.receivers(request)).status;
  }

  const post = (path: string, body: string, headers: Record<string, string> = json) => call(path, { body, headers });

  async function requestedAt(name: string): Promise<string | undefined> {
    const address = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository', namespace, name };
    return (await scene.client.get(address, signal)).metadata.annotations?.[requestedAtAnnotation];
  }

  test('have a path that follows from token, name and namespace', async () => {
    const path = await pathOf('paths', { type: 'generic' });
    assert.equal(path, `/hook/${createHash('sha256').update(`${token}paths${namespace}`).digest('hex')}`);
    const { status, metadata } = await scene.receiver('paths');
    assert.equal(
      conditionText(await scene.receiver('paths')),
      `True Succeeded: Receiver initialized for path: ${path}`,
    );
    assert.equal(status?.observedGeneration, metadata.generation);
    assert.deepEqual(metadata.finalizers, ['finalizers.fluxcd.io']);
    assert.deepEqual(await scene.eventsOf('paths'), ['Normal Succeeded: Reconciliation finished, next run in 10m0s']);
  });

  test('ask their objects to reconcile, each call anew', async () => {
    const path = await pathOf('effects', { type: 'generic' });
    assert.equal(await post(path, ''), 200);
    const first = await requestedAt('repo');
    assert.match(first ?? '', /^\d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z$/);
    assert.equal(await post(path, ''), 200);
    assert.notEqual(await requestedAt('repo'), first);
  });

  test('answer what is not there, not ready or suspended', async () => {
    assert.equal(await post('/hook/abc', ''), 404);
    assert.equal(await post('/', ''), 404);
    const path = await pathOf('sleeping', { type: 'generic' });
    assert.equal(await call(path, { method: 'GET' }), 405);
    const address = { apiVersion: 'notification.toolkit.fluxcd.io/v1', kind: 'Receiver', namespace, name: 'sleeping' };
    await scene.client.patch(address, { spec: { suspend: true } }, { type: 'merge' }, signal);
    await eventually(async () => assert.equal(await post(path, ''), 503));
  });

  test('are not ready without their token, and become so with it', async () => {
    await scene.create(receiver('tokenless', { type: 'generic', secretRef: { name: 'missing' } }));
    await eventually(async () => {
      const found = await scene.receiver('tokenless');
      assert.equal(
        conditionText(found),
        `False TokenNotFound: unable to read token from secret '${namespace}/missing' error: secrets "missing" not found`,
      );
      assert.equal(conditionText(found, 'Reconciling'), 'True ProgressingWithRetry: Reconciliation in progress');
    });
    await scene.secret('missing', { other: 'x' });
    await eventually(async () =>
      assert.match(
        conditionText(await scene.receiver('tokenless')),
        /invalid 'apps\/missing' secret data: required fields 'token'$/,
      ),
    );
  });

  test('stall on expressions that are none', async () => {
    await scene.create(receiver('stalled', { type: 'generic', resourceFilter: 'has(res.metadata.annotations' }));
    const words =
      'InvalidCELExpression: Reconciliation failed terminally due to configuration error: invalid resourceFilter expression: failed to parse the CEL expression';
    await eventually(async () =>
      assert.ok(conditionText(await scene.receiver('stalled'), 'Stalled').startsWith(`True ${words}`)),
    );
    assert.ok(conditionText(await scene.receiver('stalled')).startsWith(`False ${words}`));
    await scene.create(
      receiver('typed', { type: 'generic', resources: [{ kind: 'GitRepository', name: 'x', filter: "'text'" }] }),
    );
    await eventually(async () =>
      assert.match(
        conditionText(await scene.receiver('typed'), 'Stalled'),
        /invalid filter expression for resources\[0\] \(kind="GitRepository", name="x"\): CEL expression output type mismatch: expected bool, got string$/,
      ),
    );
  });

  test('find objects by labels, and through filters on object and body', async () => {
    const resources = [{ kind: 'GitRepository', name: '*', matchLabels: { team: 'a' } }];
    const path = await pathOf('filtered', {
      type: 'generic',
      resources,
      resourceFilter: 'res.metadata.name == req.name',
    });
    assert.equal(await post(path, '{"name":"web"}'), 200);
    assert.notEqual(await requestedAt('web'), undefined);
    assert.equal(await requestedAt('api'), undefined);
    for (const body of ['{}', '[]', '{', '"x"', 'null', '{"__proto__":{"name":"api"}}'])
      assert.equal(await post(path, body), 400, body);
    assert.equal(await post(path, '{"name":"api"}', { 'content-type': 'text/plain' }), 400);
    assert.equal(await requestedAt('api'), undefined);
  });

  test('say that an object could not be asked, and ask the others', async () => {
    const before = await requestedAt('repo');
    const resources = [
      { kind: 'GitRepository', name: 'absent' },
      { kind: 'Kustomization', name: 'no-version' },
      { kind: 'GitRepository', name: '*' },
      { kind: 'GitRepository', name: 'repo' },
    ];
    assert.equal(await post(await pathOf('partial', { type: 'generic', resources }), ''), 500);
    assert.notEqual(await requestedAt('repo'), before);
  });

  test('verify what each type sends, and refuse anything else', async () => {
    const body = '{"action":"push","target":{"repository":"r","tag":"t"}}';
    const hub = (prefix: string) => ({
      ...json,
      'x-hub-signature-256': `sha256=${prefix}`,
      'x-github-event': 'push',
      'x-event-key': 'push',
    });
    const good: Readonly<Record<string, Record<string, string>>> = {
      'generic-hmac': { 'x-signature': `sha256=${signature('sha256', body)}` },
      github: hub(signature('sha256', body)),
      bitbucket: hub(signature('sha256', body)),
      gitlab: { 'x-gitlab-token': token, 'x-gitlab-event': 'push' },
      harbor: { authorization: token },
      nexus: { 'x-nexus-webhook-signature': signature('sha1', body) },
    };
    const wrong = 'f'.repeat(64);
    const bad: readonly Record<string, string>[] = [
      {},
      { 'x-signature': `sha256=${wrong}` },
      { 'x-signature': `md5=${wrong}` },
      { 'x-signature': 'sha256=' },
      { 'x-signature': signature('sha256', `${body} `) },
      hub(wrong),
      hub('zz'),
      { 'x-hub-signature': `sha1=${'0'.repeat(40)}` },
      { 'x-gitlab-token': `${token} x` },
      { authorization: `Bearer ${token}` },
      { 'x-nexus-webhook-signature': `sha1=${signature('sha1', body)}` },
    ];
    for (const [type, headers] of Object.entries(good)) {
      const events = ['github', 'gitlab', 'bitbucket'].includes(type) ? { events: ['PUSH'] } : {};
      const path = await pathOf(`verify-${type}`, { type, ...events });
      assert.equal(await post(path, body, { ...json, ...headers }), 200, type);
      for (const others of bad)
        assert.equal(await post(path, body, { ...json, ...others }), 400, `${type} ${JSON.stringify(others)}`);
      if (type !== 'gitlab' && type !== 'harbor')
        assert.equal(await post(path, `${body} `, { ...json, ...headers }), 400, type);
      if ('events' in events) {
        const other = { ...headers, 'x-github-event': 'ping', 'x-gitlab-event': 'ping', 'x-event-key': 'ping' };
        assert.equal(await post(path, body, { ...json, ...other }), 400, `${type} of another event`);
      }
    }
  });

  test('take the payload of GitHub out of a form', async () => {
    const path = await pathOf('form', { type: 'github' });
    const body = new URLSearchParams({ payload: '{"ref":"main"}' }).toString();
    const form = {
      'content-type': 'application/x-www-form-urlencoded',
      'x-hub-signature': `sha1=${signature('sha1', body)}`,
    };
    assert.equal(await post(path, body, form), 200);
    assert.equal(await post(path, body, { ...form, 'content-type': 'text/plain' }), 400);
  });

  test('verify nothing with an empty token', async () => {
    await scene.secret('empty', { token: '' });
    const path = await pathOf('empty', { type: 'github', secretRef: { name: 'empty' } });
    const headers = { ...json, 'x-hub-signature-256': `sha256=${createHmac('sha256', '').update('{}').digest('hex')}` };
    assert.equal(await post(path, '{}', headers), 400);
    const gitlab = await pathOf('empty-gitlab', { type: 'gitlab', secretRef: { name: 'empty' } });
    assert.equal(await post(gitlab, '{}', { ...json, 'x-gitlab-token': '' }), 400);
  });

  test('check the form of what registries send', async () => {
    const good: Readonly<Record<string, string>> = {
      quay: '{"docker_url":"quay.io/a/b","updated_tags":["latest"]}',
      dockerhub: '{"push_data":{"tag":"v1"},"repository":{"repo_url":"https://hub"}}',
      acr: '{"action":"push","target":{"repository":"r","tag":"t"}}',
    };
    const bad: Readonly<Record<string, string>> = {
      quay: '{"docker_url":1}',
      dockerhub: '{"push_data":[]}',
      acr: '{"target":{"tag":{}}}',
    };
    for (const [type, body] of Object.entries(good)) {
      const path = await pathOf(`form-${type}`, { type });
      assert.equal(await post(path, body), 200, type);
      for (const other of [bad[type] ?? '', '', '[]', '{', 'x'])
        assert.equal(await post(path, other), 400, `${type} ${other}`);
    }
  });

  test('check CDEvents', async () => {
    const path = await pathOf('cdevents', { type: 'cdevents', events: ['cd.change.merged.v1'] });
    const context = {
      version: '0.3.0',
      id: '5555',
      source: 'github',
      timestamp: '2023-12-07T14:51:29.908479495Z',
      type: 'dev.cdevents.change.merged.0.2.0',
    };
    const event = { context, subject: { type: 'change', id: '5555' } };
    const headers = { ...json, 'ce-type': 'cd.change.merged.v1' };
    assert.equal(await post(path, JSON.stringify(event), headers), 200);
    assert.equal(await post(path, JSON.stringify(event), { ...json, 'ce-type': 'cd.other.v1' }), 400);
    const broken = [
      { ...event, context: { ...context, type: 'dev.cdevents.change.eaten.0.2.0' } },
      { ...event, context: { ...context, type: 'dev.cdevents.change.merged.1.0.0' } },
      { ...event, context: { ...context, timestamp: 'yesterday' } },
      { ...event, context: { ...context, id: '' } },
      { ...event, subject: { type: 'build', id: '1' } },
      { ...event, subject: { type: 'change' } },
      { context: null, subject: null },
    ];
    for (const other of broken) assert.equal(await post(path, JSON.stringify(other), headers), 400);
    const deployed = { ...context, type: 'dev.cdevents.service.deployed.0.2.0' };
    const bare = { context: deployed, subject: { type: 'service', id: '1', content: {} } };
    assert.equal(await post(path, JSON.stringify(bare), headers), 400);
    const content = { artifactId: 'pkg:oci/a', environment: { id: 'prod' } };
    assert.equal(await post(path, JSON.stringify({ ...bare, subject: { ...bare.subject, content } }), headers), 200);
  });

  test('answer any call of any type, and never with a fault of their own', async () => {
    const paths: string[] = [];
    for (const type of receiverTypes.keys()) {
      if (type === 'generic-oidc') continue;
      paths.push(await pathOf(`fuzz-${type}`, { type, resourceFilter: 'req.name == res.metadata.name' }));
    }
    const headerNames = [
      'x-signature',
      'x-hub-signature-256',
      'x-gitlab-token',
      'authorization',
      'x-nexus-webhook-signature',
      'ce-type',
      'content-type',
    ];
    const values = fc.oneof(
      fc.constantFrom('application/json', 'Bearer a.b.c', `sha256=${'0'.repeat(64)}`),
      fc.stringMatching(/^[ -~]{0,30}$/),
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.constantFrom('{"message":{"data":"AAAA"}}', '['.repeat(100_000), '{"context":[]}', '{"target":null}'),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        bodies,
        fc.dictionary(fc.constantFrom(...headerNames), values),
        async (path, body, headers) => {
          const status = await post(path, body, { ...headers });
          assert.ok(status === 200 || (status >= 400 && status < 500), `${status}`);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('stop reading a body that never ends, before they look at it', async () => {
    const path = await pathOf('endless', { type: 'github' });
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    assert.equal(await call(path, { body, headers: json, duplex: 'half' } as RequestInit), 413);
    assert.ok(sent < 4 * 1024 * 1024);
    assert.equal(await post(path, '{}', { ...json, 'content-length': String(2 * 1024 ** 3) }), 413);
  });

  test('leave no planted token in logs, events and statuses', async () => {
    const kinds = [
      { apiVersion: 'v1', kind: 'Event' },
      { apiVersion: 'notification.toolkit.fluxcd.io/v1', kind: 'Receiver' },
    ];
    const lists = await Promise.all(kinds.map((kind) => scene.client.list(kind, {}, signal)));
    const metrics = await (await scene.metrics.handler(new Request('http://m/metrics'))).text();
    const everything = JSON.stringify(lists) + scene.lines.join('\n') + metrics;
    assert.match(everything, /gotk_receiver_http_request_duration_seconds_count/);
    assert.doesNotMatch(everything, /canary/);
  });
});
