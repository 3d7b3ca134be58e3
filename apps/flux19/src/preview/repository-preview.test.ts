import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { memoryTree } from '@flux19/kustomize';
import { ManifestBuilder } from '@flux19/kustomize-controller';
import { systemClock } from '@flux19/ports';
import fc from 'fast-check';
import {
  type PreviewedCluster,
  type PreviewOptions,
  previewRepository,
  RepositoryPreview,
} from './preview-repository.ts';
import { folderChanges } from './watch-folder.ts';
import { differences } from './watch-preview.ts';

const options = (): PreviewOptions => ({
  builder: new ManifestBuilder(),
  isStrict: true,
  localSources: new Map(),
  start: '/',
  isChecked: true,
  clock: systemClock,
});

const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec: {interval: 10m, prune: true, path: ./apps, sourceRef: {kind: GitRepository, name: flux-system}}
`;

/** Manifests of which some are fine, some are refused, and some decide about others. */
const manifests: Readonly<Record<string, string>> = {
  fine: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: default}\ndata: {a: b}\n',
  other: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: default}\ndata: {a: c}\n',
  refused: 'apiVersion: v1\nkind: Service\nmetadata: {name: NAME, namespace: default}\nspec: {ports: [{port: 0}]}\n',
  immutable:
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: default}\nimmutable: true\ndata: {a: d}\n',
  elsewhere: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME, namespace: team}\n',
  team: 'apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n',
};

function told(clusters: readonly PreviewedCluster[]): unknown {
  return clusters.map(({ path, kustomizations, findings }) => ({
    path,
    findings,
    kustomizations: kustomizations.map(({ objects, failure }) => ({
      objects: objects.map(({ object }) => object),
      failure,
    })),
  }));
}

suite('RepositoryPreview', () => {
  test('says after any edits what a fresh look would say', async () => {
    const signal = AbortSignal.timeout(60_000);
    const names = fc.constantFrom('a', 'b', 'c');
    const edit = fc.record({ name: names, kind: fc.option(fc.constantFrom(...Object.keys(manifests))) });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(edit, { minLength: 1, maxLength: 3 }), { maxLength: 4 }), async (rounds) => {
        const contents = new Map<string, string>([['/clusters/a/apps.yaml', kustomization]]);
        contents.set('/apps/z.yaml', (manifests['fine'] ?? '').replace('NAME', 'z'));
        const kept = new RepositoryPreview(options());
        const files = memoryTree(contents);
        for (const edits of rounds) {
          for (const { name, kind } of edits) {
            if (kind === null) contents.delete(`/apps/${name}.yaml`);
            else contents.set(`/apps/${name}.yaml`, (manifests[kind] ?? '').replace('NAME', name));
          }
          const again = await kept.look(files, signal);
          const fresh = await previewRepository(memoryTree(contents), options(), signal);
          assert.deepEqual(told(again), told(fresh));
        }
        kept.close();
      }),
      { numRuns: 12 },
    );
  });

  test('tells what a change of a file changes', async () => {
    const signal = AbortSignal.timeout(30_000);
    const contents = new Map([
      ['/clusters/a/apps.yaml', kustomization],
      ['/apps/a.yaml', (manifests['fine'] ?? '').replace('NAME', 'a')],
    ]);
    const preview = new RepositoryPreview(options());
    const files = memoryTree(contents);
    const before = await preview.look(files, signal);
    contents.set('/apps/a.yaml', (manifests['other'] ?? '').replace('NAME', 'a'));
    const [report] = differences(before, await preview.look(files, signal));
    contents.set('/apps/a.yaml', 'not: a manifest');
    const [broken] = differences(before, await preview.look(files, signal));
    preview.close();
    assert.deepEqual(broken?.changes, [], 'what cannot be rendered deletes nothing');
    assert.deepEqual(
      report?.changes?.map(({ action, object }) => `${object} ${action}`),
      ['ConfigMap/default/a changed'],
    );
  });
});

suite('folderChanges', () => {
  test('tells of bursts of changes, not of what git does for itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'flux19-watch-'));
    mkdirSync(join(folder, '.git'));
    const stop = new AbortController();
    let bursts = 0;
    const writing = setInterval(() => writeFileSync(join(folder, 'a.yaml'), String(bursts)), 20);
    try {
      for await (const _ of folderChanges(folder, systemClock, stop.signal)) {
        bursts += 1;
        if (bursts === 2) stop.abort(new Error('enough'));
      }
    } catch (thrown) {
      if (!stop.signal.aborted) throw thrown;
    } finally {
      clearInterval(writing);
      rmSync(folder, { recursive: true });
    }
    assert.equal(bursts, 2);
  });
});
