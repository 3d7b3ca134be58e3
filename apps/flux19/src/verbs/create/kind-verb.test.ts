import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { type FluxStory, revision, startFluxStory } from '../../testing/flux-story.ts';

const never = new AbortController().signal;

suite('creating kinds of Flux', () => {
  let story: FluxStory;
  before(async () => {
    story = await startFluxStory();
    await story.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } }]);
  });
  after(() => story.stop());

  test('applies a source and waits for what it fetches', async () => {
    const line = 'create source oci apps --url=oci://registry.test/apps --tag=1.0.0 --interval=10m';
    const { code, output } = await story.run(line);
    assert.equal(code, 0, output);
    assert.equal(
      output,
      `► applying OCIRepository
✔ OCIRepository created
◎ waiting for OCIRepository reconciliation
✔ OCIRepository reconciliation completed
✔ fetched revision: ${revision}
`,
    );
    assert.match((await story.run(line)).output, /✔ OCIRepository updated\n/);
  });

  test('applies what no controller has to look at', async () => {
    const provider = await story.run('create alert-provider chat --type slack --channel general --secret-ref hook');
    assert.equal(
      provider.output,
      `✚ generating Provider
► applying Provider
✔ Provider created
◎ waiting for Provider reconciliation
✔ Provider chat is ready
`,
    );
    const alert = await story.run('create alert all --provider-ref chat --event-source Kustomization/apps.team');
    assert.match(alert.output, /✔ Alert all is ready\n$/);
    const helm = await story.run(
      'create source helm charts --url oci://registry.test/charts --username me --password p',
    );
    assert.match(helm.output, /✔ authentication configured\n► applying HelmRepository source\n✔ source created\n/);
    const secret = await find('v1', 'Secret', 'helm-charts');
    assert.deepEqual(secret['data'], { password: 'cA==', username: 'bWU=' });
    const repository = await find('source.toolkit.fluxcd.io/v1', 'HelmRepository', 'charts');
    assert.deepEqual((repository['spec'] as { readonly secretRef?: unknown }).secretRef, { name: 'helm-charts' });
  });

  test('sets tenants up, and changes their role by a new binding', async () => {
    const first = await story.run('create tenant team --with-namespace apps --cluster-role view');
    assert.match(first.output, /► applying role binding team-reconciler\n✔ tenant setup completed\n$/);
    await story.run('create tenant team --with-namespace apps --cluster-role edit');
    const binding = await story.client.get(
      { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', namespace: 'apps', name: 'team-reconciler' },
      never,
    );
    assert.equal((binding['roleRef'] as { readonly name?: string }).name, 'edit');
  });

  test('gives policies an interval only when they look at digests', async () => {
    const line = 'create image policy app --image-ref app --select-numeric asc --export';
    assert.doesNotMatch((await story.run(line)).out, /interval/);
    assert.match((await story.run(`${line} --interval 5m --reflect-digest Always`)).out, /^ {2}interval: 5m0s$/m);
    assert.match((await story.run(`${line} --interval 5m`)).error, /^the --interval flag can only be used/);
    const filter = '--filter-regex "^v(?P<n>[0-9]+)$"';
    assert.match((await story.run(`${line} ${filter} --filter-extract '$n'`)).out, /extract: \$n\n/);
    assert.equal(
      (await story.run(`${line} ${filter} --filter-extract '$other'`)).error,
      'capture group $other used in --filter-extract not found in --filter-regex',
    );
  });

  async function find(apiVersion: string, kind: string, name: string): Promise<KubeObject> {
    return story.client.get({ apiVersion, kind, namespace: 'flux-system', name }, never);
  }
});
