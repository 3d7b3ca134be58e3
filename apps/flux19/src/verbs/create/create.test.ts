import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { startFluxStory } from '../../testing/flux-story.ts';
import { runLine } from '../../testing/run-line.ts';
import { safeRelativePath } from './kustomization-object.ts';
import { generateSshKey, readSshKey } from './ssh-key.ts';

const git = 'create source git app --url=https://git.test/app --branch=main';

suite('create', () => {
  test('prints a Kustomization with everything that the flags say', async () => {
    const { out, code } = await runLine(
      'create ks app --source=OCIRepository/manifests.infra --path=deploy/../apps/ --prune --interval=10m --depends-on=base,other/db --target-namespace=shop --service-account=deployer --decryption-provider=sops --decryption-secret=keys --retry-interval=30s --wait --health-check-timeout=3m --kubeconfig-secret-ref=remote --label=team=shop --export -n apps',
    );
    assert.equal(code, 0);
    assert.equal(
      out,
      `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  labels:
    team: shop
  name: app
  namespace: apps
spec:
  decryption:
    provider: sops
    secretRef:
      name: keys
  dependsOn:
  - name: base
  - name: db
    namespace: other
  interval: 10m0s
  kubeConfig:
    secretRef:
      name: remote
  path: ./apps
  prune: true
  retryInterval: 30s
  serviceAccountName: deployer
  sourceRef:
    kind: OCIRepository
    name: manifests
    namespace: infra
  targetNamespace: shop
  timeout: 3m0s
  wait: true
`,
    );
  });

  test('refuses flags that do not fit', async () => {
    const said = async (line: string): Promise<string> => (await runLine(line)).error;
    assert.equal(await said('create source git app'), 'url is required');
    assert.match(await said('create source git App'), /^name 'App' is invalid/);
    assert.match(await said('create source git app --url=https://git.test/app'), /^a Git ref is required/);
    assert.match(
      await said('create source git app --url=git@git.test:app --branch=main'),
      /^git URL scheme '' not supported/,
    );
    assert.equal(await said(`${git} --label=a`), "invalid label format 'a', must be key=value");
    assert.match(
      await said('create ks app --source=Pod/x'),
      /source kind 'Pod' is not supported, must be one of: OCIRepository, GitRepository, Bucket, ExternalArtifact$/,
    );
    assert.equal(
      await said('create ks app --source=x --health-check=Pod/a.b'),
      "invalid health check kind 'Pod' can be HelmRelease, Deployment, DaemonSet or StatefulSet",
    );
  });

  test('stores credentials beside the source, and changes what is there already', async () => {
    const flux = await startFluxStory();
    await flux.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
    const first = await flux.run(`${git} --username=me --password=secret`);
    assert.match(first.err, /► applying secret with repository credentials\n✔ authentication configured\n/);
    assert.doesNotMatch(first.output, /secret\b(?! with)/);
    const second = await flux.run(`${git} --secret-ref=app --interval=3m`);
    assert.match(second.err, /✔ GitRepository source updated/);
    const { out } = await flux.run('export source git app --with-credentials');
    assert.match(out, /interval: 3m0s[\s\S]*secretRef:\n {4}name: app[\s\S]*password: c2VjcmV0/);
    await flux.stop();
  });

  test('fails with the reason of a source that fails', async () => {
    const flux = await startFluxStory();
    await flux.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
    const { code, error } = await flux.run('create ks broken --source=app --timeout=200ms');
    assert.equal(code, 1);
    assert.match(error, /mapping values are not allowed|context deadline exceeded/);
    await flux.stop();
  });

  test('keeps every path below the root of the repository', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('..', '.', 'a', 'b', ''), { maxLength: 8 }), (parts) => {
        const path = safeRelativePath(parts.join('/'));
        assert.ok(path.startsWith('./'));
        assert.ok(!path.split('/').includes('..'));
        assert.equal(safeRelativePath(path), path);
      }),
    );
  });

  for (const algorithm of ['rsa', 'ecdsa', 'ed25519']) {
    test(`makes keys of ${algorithm} whose public half fits`, () => {
      const options = { sshKeyAlgorithm: algorithm, sshRsaBits: 2048, sshEcdsaCurve: 'p256' };
      const key = generateSshKey(options);
      assert.doesNotThrow(() => createPrivateKey(key.privateKey));
      assert.deepEqual(readSshKey(key.privateKey, undefined), key);
      assert.match(key.publicKey, /^(ssh-rsa|ecdsa-sha2-nistp256|ssh-ed25519) [A-Za-z0-9+/=]+\n$/);
    });
  }
});
