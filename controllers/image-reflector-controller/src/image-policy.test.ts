import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { conditionText, type ImageFixture, startImageFixture, untilCondition } from './testing/image-fixture.ts';

suite('ImagePolicy', () => {
  let images: ImageFixture;
  before(async () => {
    images = await startImageFixture();
    await images.push('team/app', '1.0.0', '1.1.0', '2.0.0-rc.1');
    await images.createRepository('app');
  });
  after(() => images.close());

  const get = (name: string, namespace?: string) => () => images.policy(name, namespace);
  const image = 'registry.test:5000/team/app';
  const notice = () => images.controller.noticePush({ registry: 'registry.test:5000', repository: 'team/app' });

  test('chooses a tag and follows new ones', async () => {
    await images.createPolicy('stable', { policy: { semver: { range: '>=1.0.0' } } });
    await untilCondition(get('stable'), `True Succeeded: Latest image tag for ${image} resolved to 1.1.0`);
    await images.push('team/app', '1.2.0');
    notice();
    const message = `Latest image tag for ${image} resolved to 1.2.0 (previously ${image}:1.1.0)`;
    await untilCondition(get('stable'), `True Succeeded: ${message}`);
    const { status, metadata } = await images.policy('stable');
    assert.deepEqual(status?.latestRef, { name: image, tag: '1.2.0' });
    assert.deepEqual(status?.observedPreviousRef, { name: image, tag: '1.1.0' });
    assert.equal(status?.observedGeneration, metadata.generation);
    const messages = images.events
      .filter((event) => event.involvedObject.name === 'stable')
      .map((event) => event.message);
    assert.ok(messages.includes(message));
  });

  test('waits for a repository that does not exist yet', async () => {
    await images.createPolicy('early', { imageRepositoryRef: { name: 'later' } });
    const missing = 'imagerepositories.image.toolkit.fluxcd.io "later" not found';
    const prefix = 'False DependencyNotReady: failed to get the referred ImageRepository: ';
    await untilCondition(get('early'), `${prefix}referenced ImageRepository does not exist: ${missing}`);
    await images.createRepository('later', { image: 'registry.test:5000/team/later' });
    await untilCondition(get('early'), 'False DependencyNotReady: retrying in 30s error: no tags in database');
    await images.push('team/later', '0.1.0');
    images.controller.noticePush({ registry: 'registry.test:5000', repository: 'team/later' });
    await untilCondition(get('early'), /^True Succeeded: .* resolved to 0\.1\.0$/);
  });

  test('stalls on a policy that cannot be used, and says so when nothing fits', async () => {
    await images.createPolicy('broken', { policy: { semver: { range: 'abc' } } });
    await untilCondition(get('broken'), /^True InvalidPolicy: invalid policy: improper constraint/, 'Stalled');
    await images.createPolicy('none', { policy: { semver: { range: '9.x' } } });
    const why = 'unable to determine latest version from provided list';
    await untilCondition(get('none'), `False Failure: ${why}`);
    await images.patch('ImagePolicy', 'broken', { spec: { policy: { semver: { range: '1.x' } } } });
    await untilCondition(get('broken'), /^True Succeeded: /);
    assert.equal(conditionText(await images.policy('broken'), 'Stalled'), '');
  });

  test('reflects digests: once for a tag, or every time', async () => {
    await images.createPolicy('once', {
      policy: { semver: { range: '1.0.x' } },
      digestReflectionPolicy: 'IfNotPresent',
    });
    await untilCondition(get('once'), /^True Succeeded: .* resolved to 1\.0\.0 with digest sha256:[0-9a-f]{64}$/);
    const { status } = await images.policy('once');
    const before = images.calls.length;
    await images.request('ImagePolicy', 'once');
    await eventually(async () => assert.equal((await images.policy('once')).status?.lastHandledReconcileAt, '1'));
    assert.deepEqual((await images.policy('once')).status?.latestRef, status?.latestRef);
    assert.ok(!images.calls.slice(before).some((call) => call.endsWith('/manifests/1.0.0')));

    await images.createPolicy('always', {
      policy: { semver: { range: '1.0.x' } },
      digestReflectionPolicy: 'Always',
      interval: '1h',
    });
    await untilCondition(get('always'), /with digest/);
  });

  test('may use the repository of another namespace only where that lets it in', async () => {
    const { client, signal } = images;
    await client.create(
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'guests', labels: { team: 'a' } } },
      {},
      signal,
    );
    await images.createPolicy('guest', { imageRepositoryRef: { name: 'app', namespace: 'apps' } }, 'guests');
    const prefix = 'False AccessDenied: failed to get the referred ImageRepository: access denied: ';
    const missing = "'apps/app' can't be accessed due to missing ACL labels on 'accessFrom'";
    await untilCondition(get('guest', 'guests'), prefix + missing);
    const allow = (matchLabels: object) => ({ spec: { accessFrom: { namespaceSelectors: [{ matchLabels }] } } });
    await images.patch('ImageRepository', 'app', allow({ team: 'b' }));
    const mismatch = "'apps/app' can't be accessed due to ACL labels mismatch on namespace 'guests'";
    await untilCondition(get('guest', 'guests'), prefix + mismatch);
    await images.patch('ImageRepository', 'app', allow({ team: 'a' }));
    await untilCondition(get('guest', 'guests'), /^True Succeeded: /);
  });
});

suite('ImagePolicy with cross-namespace references blocked', () => {
  test('is denied a repository of another namespace', async () => {
    const images = await startImageFixture({ noCrossNamespaceRefs: true });
    await images.createPolicy('p', { imageRepositoryRef: { name: 'app', namespace: 'other' } });
    const what = "cannot access 'ImageRepository/other/app', cross-namespace references have been blocked";
    const message = `False AccessDenied: failed to get the referred ImageRepository: ${what}`;
    await untilCondition(() => images.policy('p'), message);
    await images.close();
  });
});
