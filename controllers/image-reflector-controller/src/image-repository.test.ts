import assert from 'node:assert/strict';
import { after, before, beforeEach, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import {
  conditionText,
  type ImageFixture,
  pusherAuthorization,
  startImageFixture,
  untilCondition,
} from './testing/image-fixture.ts';

suite('ImageRepository', () => {
  let images: ImageFixture;
  let answer: ((request: Request) => Response | undefined) | undefined;
  before(async () => {
    images = await startImageFixture({
      cloudCredentials: (provider) => async () => {
        if (provider !== 'aws') throw new Error(`no identity at ${provider}`);
        return { kind: 'basic', username: 'ada', password: 'canary' };
      },
      intercept: (request) => answer?.(request),
      authorize: async ({ request, repository }) => {
        const shown = request.headers.get('authorization');
        if (repository !== 'private/app' || shown === pusherAuthorization) return 'allowed';
        const basic = `Basic ${Buffer.from('ada:canary').toString('base64')}`;
        return shown === basic ? 'allowed' : 'unauthenticated';
      },
    });
    await images.push('team/app', '1.0.0', '1.1.0', 'sha256-abc.sig');
  });
  after(() => images.close());
  beforeEach(() => {
    answer = undefined;
  });

  const get = (name: string) => () => images.repository(name);
  const dockerConfig = (auths: object) => Buffer.from(JSON.stringify({ auths })).toString('base64');

  test('scans and tells what it found', async () => {
    await images.createRepository('app');
    await untilCondition(get('app'), /^True Succeeded: successful scan: found 2 tags with checksum \d+$/);
    const { status = {}, metadata } = await images.repository('app');
    const { lastScanResult } = status;
    assert.deepEqual(lastScanResult?.latestTags, ['1.1.0', '1.0.0']);
    assert.equal(lastScanResult?.tagCount, 2);
    assert.equal(status.canonicalImageName, 'registry.test:5000/team/app');
    assert.deepEqual(status.observedExclusionList, ['^.*\\.sig$']);
    assert.equal(status.observedGeneration, metadata.generation);
    assert.deepEqual(metadata.finalizers, ['finalizers.fluxcd.io']);
    const event = images.events.find(({ involvedObject }) => involvedObject.name === 'app');
    assert.equal(event?.reason, 'Succeeded');
    assert.equal(event?.message, conditionText(await images.repository('app')).replace('True Succeeded: ', ''));
  });

  test('scans again at once when something was pushed', async () => {
    await images.createRepository('pushed', { image: 'registry.test:5000/team/pushed' });
    await untilCondition(get('pushed'), /^False ReadOperationFailed: scan failed: /);
    await images.push('team/pushed', 'v1');
    images.controller.noticePush({ registry: 'registry.test:5000', repository: 'team/pushed' });
    await untilCondition(get('pushed'), /found 1 tags/);
    await images.push('team/pushed', 'v2');
    images.controller.noticePush({ registry: 'registry.test:5000', repository: 'team/pushed' });
    await untilCondition(get('pushed'), /found 2 tags/);
  });

  test('scans again when the exclusions or the image change, and when asked to', async () => {
    await images.createRepository('changing');
    await untilCondition(get('changing'), /found 2 tags/);
    await images.patch('ImageRepository', 'changing', { spec: { exclusionList: ['sig', '^1\\.0'] } });
    await untilCondition(get('changing'), /found 1 tags/);
    await images.push('team/other', 'a', 'b', 'c');
    await images.patch('ImageRepository', 'changing', { spec: { image: 'registry.test:5000/team/other' } });
    await untilCondition(get('changing'), /found 3 tags/);
    await images.push('team/other', 'd');
    await images.request('ImageRepository', 'changing');
    await untilCondition(get('changing'), /found 4 tags/);
    const { metadata, status } = await images.repository('changing');
    assert.equal(status?.lastHandledReconcileAt, metadata.annotations?.['reconcile.fluxcd.io/requestedAt']);
  });

  test('stalls on an image with scheme or tag', async () => {
    await images.createRepository('scheme', { image: 'https://registry.test/app' });
    await images.createRepository('tag', { image: 'registry.test:5000/app:v1' });
    const scheme =
      "ImageURLInvalid: image 'https://registry.test/app' should not include URL scheme; remove 'https://'";
    await untilCondition(get('scheme'), `False ${scheme}`);
    await untilCondition(get('scheme'), `True ${scheme}`, 'Stalled');
    await untilCondition(get('tag'), /should not include a tag; remove ':v1'$/);
  });

  test('reports a registry that is down, and recovers', async () => {
    answer = () => new Response('no', { status: 503 });
    await images.createRepository('down');
    await untilCondition(get('down'), /^False ReadOperationFailed: scan failed: /);
    await untilCondition(get('down'), /^True ProgressingWithRetry: scanning: first scan$/, 'Reconciling');
    answer = undefined;
    await untilCondition(get('down'), /^True Succeeded: /);
    assert.equal(conditionText(await images.repository('down'), 'Reconciling'), '');
  });

  test('leaves a registry alone for as long as it asks to be left', async () => {
    await images.createRepository('limited', { image: 'registry.test:5000/team/limited' });
    await images.push('team/limited', 'v1');
    let refusals = 0;
    answer = (request) => {
      if (!request.url.includes('/team/limited/')) return undefined;
      refusals += 1;
      return new Response('slow down', { status: 429, headers: { 'retry-after': '3600' } });
    };
    await images.request('ImageRepository', 'limited');
    await eventually(() => assert.ok(refusals > 0));
    await untilCondition(get('limited'), /^False ReadOperationFailed: scan failed: /);
    const seen = refusals;
    // Other objects are served in the meantime; this one is not tried again by itself.
    await images.createRepository('unlimited');
    await untilCondition(get('unlimited'), /found 2 tags/);
    assert.equal(refusals, seen);
    answer = undefined;
    images.controller.noticePush({ registry: 'registry.test:5000', repository: 'team/limited' });
    await untilCondition(get('limited'), /found 1 tags/);
  });

  test('stops at a list of tags that never ends', async () => {
    answer = (request) =>
      request.url.includes('/loop/')
        ? Response.json({ tags: ['a'] }, { headers: { link: '</v2/loop/tags/list?last=a>; rel="next"' } })
        : undefined;
    await images.createRepository('loop', { image: 'registry.test:5000/loop' });
    await untilCondition(get('loop'), /^False ReadOperationFailed: scan failed: /);
  });

  test('uses the Secret it names and those of its ServiceAccount, and never shows them', async () => {
    await images.push('private/app', 'v1');
    const image = 'registry.test:5000/private/app';
    await images.createRepository('anonymous', { image });
    await untilCondition(get('anonymous'), /^False ReadOperationFailed: scan failed: /);
    const secret = { apiVersion: 'v1', kind: 'Secret', type: 'kubernetes.io/dockerconfigjson' };
    const data = {
      '.dockerconfigjson': dockerConfig({ 'registry.test:5000': { username: 'ada', password: 'canary' } }),
    };
    await images.create({ ...secret, metadata: { name: 'pull', namespace: 'apps' }, data });
    await images.create({
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'puller', namespace: 'apps' },
      imagePullSecrets: [{ name: 'pull' }],
    });
    await images.createRepository('secret', { image, secretRef: { name: 'pull' } });
    await images.createRepository('account', { image, serviceAccountName: 'puller' });
    await untilCondition(get('secret'), /found 1 tags/);
    await untilCondition(get('account'), /found 1 tags/);
    await images.createRepository('cloud-identity', { image, provider: 'aws' });
    await untilCondition(get('cloud-identity'), /found 1 tags/);
    const shown = JSON.stringify([images.lines, images.events, await images.repository('secret')]);
    assert.ok(!shown.includes('canary'));
  });

  test('says which Secret is missing or useless', async () => {
    await images.createRepository('no-secret', { secretRef: { name: 'missing' } });
    const prefix = 'False AuthenticationFailed: failed to configure authentication options: ';
    await untilCondition(get('no-secret'), `${prefix}secret 'apps/missing' not found`);
    await images.createRepository('no-account', { serviceAccountName: 'missing' });
    await untilCondition(get('no-account'), `${prefix}serviceaccount 'apps/missing' not found`);
    await images.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty', namespace: 'apps' } });
    await images.createRepository('no-proxy', { proxySecretRef: { name: 'empty' } });
    await untilCondition(get('no-proxy'), `${prefix}secret 'apps/empty': key 'address' not found`);
    await images.createRepository('cloud', { image: 'registry.test:5000/private/app', provider: 'gcp' });
    await untilCondition(get('cloud'), /^False \w+: .*no identity at gcp/);
  });

  test('does nothing while suspended, and forgets its tags when deleted', async () => {
    await images.createRepository('suspended', { suspend: true });
    await images.createRepository('deleted');
    await untilCondition(get('deleted'), /found 2 tags/);
    const identity = { namespace: 'apps', name: 'deleted', image: 'registry.test:5000/team/app' };
    assert.equal(images.database.tags(identity).length, 2);
    await images.client.delete(
      { apiVersion: 'image.toolkit.fluxcd.io/v1', kind: 'ImageRepository', namespace: 'apps', name: 'deleted' },
      {},
      images.signal,
    );
    await eventually(() => assert.equal(images.database.tags(identity).length, 0));
    assert.equal(conditionText(await images.repository('suspended')), '');
  });
});
