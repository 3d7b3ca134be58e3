import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { after, before, suite, test } from 'node:test';
import { parseReference } from '@flux19/oci';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type OciFixture, startOciFixture } from '../testing/oci-fixture.ts';

suite('OCIRepository', () => {
  let fixture: OciFixture;
  before(async () => {
    fixture = await startOciFixture();
  });
  after(() => fixture.close());

  test('stores what a tag points to, with the annotations of its manifest', async () => {
    const { digest } = await fixture.push('one/app:v1', { 'a.yaml': 'kind: A', 'b.png': 'image' });
    await fixture.create('one', { url: 'oci://registry.test/one/app', ref: { tag: 'v1' } });
    const { status } = await fixture.until('one', isReady);
    const { artifact } = status ?? {};
    assert.equal(artifact?.revision, `v1@${digest}`);
    assert.equal(artifact?.path, `ocirepository/apps/one/${digest}.tar.gz`);
    assert.deepEqual(artifact?.metadata, {
      'org.opencontainers.image.created': '2026-01-01T00:00:00Z',
      'org.opencontainers.image.revision': 'main@sha1:1',
      'org.opencontainers.image.source': 'https://example.org/repo',
    });
    const stored = `stored artifact for digest 'v1@${digest}'`;
    const expected = { ArtifactInStorage: `True Succeeded: ${stored}`, Ready: `True Succeeded: ${stored}` };
    assert.deepEqual(conditionTexts({ status: status ?? {} }), expected);
    assert.deepEqual(await fixture.files('one'), { '/a.yaml': 'kind: A' });
    const news = `stored artifact with revision 'v1@${digest}' from 'oci://registry.test/one/app'`;
    const origin = "origin source 'https://example.org/repo', origin revision 'main@sha1:1'";
    assert.deepEqual(await fixture.events('one'), [`Normal NewArtifact: ${news}, ${origin}`]);
  });

  test('resolves a tag once and asks for nothing more when nothing is new', async () => {
    await fixture.push('two/app:latest', { 'a.yaml': '1' });
    await fixture.create('two', { url: 'oci://registry.test/two/app' });
    const first = await fixture.until('two', isReady);
    const before = fixture.calls.length;
    const second = await fixture.request('two');
    assert.deepEqual(fixture.calls.slice(before), ['HEAD /v2/two/app/manifests/latest']);
    assert.deepEqual(second.status?.artifact, first.status?.artifact);
    assert.equal((await fixture.events('two')).length, 1);
  });

  test('is woken by a push to the registry of this process', async () => {
    await fixture.push('three/app:latest', { 'a.yaml': '1' });
    await fixture.create('three', { url: 'oci://registry.test/three/app' });
    await fixture.until('three', isReady);
    const { digest } = await fixture.push('three/app:latest', { 'a.yaml': '2' });
    await fixture.until('three', ({ status }) => status?.artifact?.revision === `latest@${digest}`);
    assert.deepEqual(await fixture.files('three'), { '/a.yaml': '2' });
  });

  test('takes digest before semver before tag', async () => {
    const old = await fixture.push('four/app:1.0.0', { 'a.yaml': '1.0.0' });
    const new_ = await fixture.push('four/app:1.2.0', { 'a.yaml': '1.2.0' });
    await fixture.push('four/app:1.3.0-rc.1', { 'a.yaml': 'rc' });
    await fixture.push('four/app:latest', { 'a.yaml': 'latest' });
    const url = 'oci://registry.test/four/app';
    await fixture.create('four', { url, ref: { tag: 'latest', semver: '>=1.0.0' } });
    const bySemver = await fixture.until('four', isReady);
    assert.equal(bySemver.status?.artifact?.revision, `1.2.0@${new_.digest}`);
    await fixture.change('four', { ref: { tag: 'latest', semver: '>=1.0.0', digest: old.digest } });
    const byDigest = await fixture.until('four', ({ status }) => status?.artifact?.revision === old.digest);
    assert.equal(conditionTexts(byDigest)['Ready'], `True Succeeded: stored artifact for digest '${old.digest}'`);
    await fixture.change('four', { ref: { semver: '>=1.0.0-0', semverFilter: '.*-rc.*', digest: null, tag: null } });
    await fixture.until('four', ({ status }) => status?.artifact?.revision.startsWith('1.3.0-rc.1@') === true);
  });

  test('leaves out what is ignored, and notices a change of the rules', async () => {
    const files = {
      'keep.yaml': '1',
      'drop.txt': '2',
      'sub/.sourceignore': '*.md',
      'sub/a.md': '3',
      'sub/b.yaml': '4',
    };
    await fixture.push('five/app:latest', files);
    await fixture.create('five', { url: 'oci://registry.test/five/app', ignore: '*.txt' });
    await fixture.until('five', isReady);
    const kept = await fixture.files('five');
    assert.deepEqual(Object.keys(kept), ['/keep.yaml', '/sub/.sourceignore', '/sub/b.yaml']);
    await fixture.change('five', { ignore: 'sub/' });
    const { status } = await fixture.until('five', ({ status }) => status?.observedIgnore === 'sub/');
    assert.equal(status?.observedGeneration, 2);
    assert.deepEqual(Object.keys(await fixture.files('five')), ['/drop.txt', '/keep.yaml']);
  });

  test('takes the last of what is in a layer twice', async () => {
    const files = [
      ['b.yaml', '1'],
      ['a.yaml', '2'],
      ['b.yaml', '3'],
    ] as const;
    await fixture.push('twice/app:latest', files);
    await fixture.create('twice', { url: 'oci://registry.test/twice/app' });
    await fixture.until('twice', isReady);
    assert.deepEqual(await fixture.files('twice'), { '/a.yaml': '2', '/b.yaml': '3' });
  });

  test('copies the selected layer as it is', async () => {
    const { digest } = await fixture.push('six/app:latest', { 'a.yaml': '1' });
    const layerSelector = { mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip', operation: 'copy' } as const;
    await fixture.create('six', { url: 'oci://registry.test/six/app', layerSelector });
    const { status } = await fixture.until('six', isReady);
    const reference = { ...parseReference('registry.test/six/app'), digest };
    const { manifest } = await fixture.registry.getImage(reference, fixture.signal);
    assert.equal(status?.artifact?.digest, manifest.layers[0]?.digest);
    assert.equal(status?.artifact?.size, manifest.layers[0]?.size);
    assert.deepEqual(status?.observedLayerSelector, layerSelector);
  });

  test('says which layer it does not find, and recovers', async () => {
    await fixture.push('seven/app:latest', { 'a.yaml': '1' });
    const url = 'oci://registry.test/seven/app';
    await fixture.create('seven', { url, layerSelector: { mediaType: 'application/x' } });
    const failed = await fixture.until('seven', hasReason('OCIArtifactLayerOperationFailed'));
    const text = "failed to find layer with media type 'application/x' in artifact";
    const texts = conditionTexts(failed);
    assert.equal(texts['Ready'], `False OCIArtifactLayerOperationFailed: ${text}`);
    assert.equal(texts['FetchFailed'], `True OCIArtifactLayerOperationFailed: ${text}`);
    assert.match(
      texts['Reconciling'] ?? '',
      /^True ProgressingWithRetry: building artifact: new revision 'latest@sha256:/,
    );
    await fixture.change('seven', { layerSelector: null });
    const good = await fixture.until('seven', isReady);
    assert.deepEqual(Object.keys(conditionTexts(good)).toSorted(), ['ArtifactInStorage', 'Ready']);
  });

  test('stalls on URLs that can never work', async () => {
    await fixture.create('eight', { url: 'oci://registry.test/eight/app:v1' });
    const stalled = await fixture.until('eight', hasReason('URLInvalid'));
    const why = "URL must not contain a tag; remove ':v1'";
    const text = `URL validation failed for 'oci://registry.test/eight/app:v1': ${why}`;
    assert.equal(conditionTexts(stalled)['Stalled'], `True URLInvalid: ${text}`);
    assert.equal(stalled.status?.observedGeneration, 1);
  });

  test('says what the registry answers, and keeps what it has', async () => {
    const first = await fixture.push('nine/app:v1', { 'a.yaml': '1' });
    await fixture.create('nine', { url: 'oci://registry.test/nine/app', ref: { tag: 'v1' } });
    await fixture.until('nine', isReady);
    await fixture.change('nine', { ref: { tag: 'v2' } });
    const failed = await fixture.until('nine', hasReason('OCIArtifactPullFailed'));
    const call = 'GET https://registry.test/v2/nine/app/manifests/v2';
    const text = `failed to determine artifact digest: ${call}: MANIFEST_UNKNOWN: manifest unknown`;
    assert.equal(conditionTexts(failed)['Ready'], `False OCIArtifactPullFailed: ${text}`);
    assert.equal(failed.status?.artifact?.revision, `v1@${first.digest}`);
    await fixture.change('nine', { ref: { tag: null, semver: '>9.0.0' } });
    const none = await fixture.until('nine', hasReason('ReadOperationFailed'));
    const why =
      "failed to determine the artifact tag for 'oci://registry.test/nine/app': no match found for semver: >9.0.0";
    assert.equal(conditionTexts(none)['FetchFailed'], `True ReadOperationFailed: ${why}`);
  });

  test('makes a damaged artifact anew', async () => {
    await fixture.push('ten/app:latest', { 'a.yaml': '1' });
    await fixture.create('ten', { url: 'oci://registry.test/ten/app' });
    const { status } = await fixture.until('ten', isReady);
    const file = fixture.fileOf(status?.artifact?.path ?? '');
    const before = await readFile(file);
    await writeFile(file, 'tampered');
    await fixture.request('ten');
    assert.deepEqual(await readFile(file), before);
    assert.ok((await fixture.events('ten')).some((event) => event.startsWith('Warning ArtifactVerificationFailed')));
  });

  test('does nothing while it is suspended, and tidies up when it is deleted', async () => {
    await fixture.push('eleven/app:latest', { 'a.yaml': '1' });
    await fixture.create('eleven', { url: 'oci://registry.test/eleven/app' });
    const { status } = await fixture.until('eleven', isReady);
    await fixture.change('eleven', { suspend: true });
    const calls = fixture.calls.length;
    await fixture.push('eleven/app:latest', { 'a.yaml': '2' });
    await fixture.change('eleven', { suspend: true, ref: { tag: 'none' } });
    assert.equal(fixture.calls.length, calls);
    const address = {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      namespace: 'apps',
      name: 'eleven',
    };
    await fixture.client.delete(address, {}, fixture.signal);
    const artifact = status?.artifact;
    assert.ok(artifact !== undefined);
    while (await fixture.store.exists(artifact)) await new Promise((done) => setTimeout(done, 5));
  });
});
