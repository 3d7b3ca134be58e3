import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { memoryTree } from '@flux19/kustomize';
import { ManifestBuilder } from '@flux19/kustomize-controller';
import { systemClock } from '@flux19/ports';
import { compareClusters } from './compare-clusters.ts';
import { formatJson, formatMarkdown, formatText } from './preview-report.ts';
import { isSound, type PreviewedCluster, type PreviewOptions, previewRepository } from './preview-repository.ts';
import { nameOf } from './rendered.ts';

type Files = Readonly<Record<string, string>>;

function kustomization(name: string, spec: string): string {
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: ${name}
  namespace: flux-system
spec:
  interval: 10m
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
${spec.replaceAll(/^/gm, '  ')}
---
`;
}

function configMap(name: string, value: string, namespace = 'default'): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {value: "${value}"}\n`;
}

async function preview(files: Files, options: Partial<PreviewOptions> = {}): Promise<readonly PreviewedCluster[]> {
  return previewRepository(
    memoryTree(new Map(Object.entries(files))),
    {
      builder: new ManifestBuilder(),
      isStrict: true,
      localSources: new Map(),
      start: '/',
      isChecked: true,
      clock: systemClock,
      ...options,
    },
    AbortSignal.timeout(30_000),
  );
}

function lines(clusters: readonly PreviewedCluster[]): string[] {
  return clusters.flatMap(({ kustomizations }) =>
    kustomizations.map(({ kustomization: own, objects, failure }) => `${nameOf(own)}: ${failure ?? objects.length}`),
  );
}

suite('previewRepository', () => {
  test('renders what hangs from each cluster, in the order of the dependencies', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml':
        kustomization('apps', 'path: ./apps\ndependsOn: [{name: infra}]') + kustomization('infra', 'path: ./infra'),
      '/apps/a.yaml': configMap('a', 'x'),
      '/infra/i.yaml': `${configMap('i', 'x')}---\n${configMap('j', 'x')}`,
    });
    assert.deepEqual(
      clusters.map(({ path }) => path),
      ['/clusters/a'],
    );
    assert.deepEqual(lines(clusters), ['flux-system/flux-system: 2', 'flux-system/infra: 2', 'flux-system/apps: 1']);
    assert.ok(isSound(clusters));
  });

  test('takes variables from ConfigMaps of the repository', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml':
        configMap('values', 'eu', 'flux-system') +
        '---\n' +
        kustomization('apps', 'path: ./apps\npostBuild:\n  substituteFrom: [{kind: ConfigMap, name: values}]'),
      '/apps/a.yaml': configMap('a', '${value}'),
    });
    const [, apps] = clusters[0]?.kustomizations ?? [];
    assert.deepEqual(apps?.objects[0]?.object['data'], { value: 'eu' });
  });

  test('tells of a failure where it is, and renders the rest', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml':
        kustomization('broken', 'path: ./broken') +
        kustomization('lost', 'path: ./lost') +
        kustomization('fine', 'path: ./fine'),
      '/broken/a.yaml': 'apiVersion: v1\nkind: [ConfigMap\n',
      '/fine/a.yaml': configMap('a', 'x'),
    });
    const [, ...rest] = lines(clusters).toSorted();
    assert.match(rest[0] ?? '', /^flux-system\/fine: 1$/);
    assert.match(rest[1] ?? '', /^flux-system\/flux-system: 3$/);
    assert.match(rest[2] ?? '', /^flux-system\/lost: kustomization path not found/);
    assert.match(lines(clusters).find((line) => line.includes('broken')) ?? '', /kustomize build failed: .*a\.yaml/);
    assert.ok(!isSound(clusters));
  });

  test('names Kustomizations that wait for each other', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml':
        kustomization('a', 'path: ./x\ndependsOn: [{name: b}]') +
        kustomization('b', 'path: ./x\ndependsOn: [{name: a}]'),
      '/x/a.yaml': configMap('a', 'x'),
    });
    assert.match(lines(clusters)[1] ?? '', /its dependencies wait for each other: flux-system\/b/);
  });

  test('has an API server judge the objects, with file and line', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml': kustomization('apps', 'path: ./apps'),
      '/apps/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\nspec: {}\n',
      '/apps/b.yaml': 'apiVersion: example.com/v1\nkind: Odd\nmetadata: {name: a, namespace: default}\n',
    });
    const findings =
      clusters[0]?.findings.map(({ kind, object, place, message }) => `${kind} ${object} ${place}: ${message}`) ?? [];
    assert.match(
      findings.find((line) => line.includes('ConfigMap')) ?? '',
      /^error ConfigMap\/default\/a apps\/a\.yaml:1: .*\.spec: field not declared in schema/,
    );
    assert.match(
      findings.find((line) => line.includes('Odd')) ?? '',
      /^warning Odd\/default\/a apps\/b\.yaml:1: not checked/,
    );
  });

  test('warns of objects that two Kustomizations apply, and of sources elsewhere', async () => {
    const clusters = await preview({
      '/clusters/a/all.yaml':
        kustomization('one', 'path: ./x') +
        kustomization('two', 'path: ./x') +
        kustomization('far', 'path: ./').replace('name: flux-system}', 'name: podinfo}'),
      '/x/a.yaml': configMap('a', 'x'),
    });
    assert.deepEqual(
      clusters[0]?.findings.map(({ object, message }) => `${object}: ${message}`),
      ['ConfigMap/default/a: also applied by flux-system/one'],
    );
    const far = clusters[0]?.kustomizations.find(({ kustomization: own }) => own.metadata.name === 'far');
    assert.match(far?.warnings[0] ?? '', /its source GitRepository\/flux-system\/podinfo is elsewhere/);
  });
});

suite('compareClusters', () => {
  const before: Files = {
    '/clusters/a/all.yaml': kustomization('apps', 'path: ./apps'),
    '/apps/a.yaml': configMap('a', 'old'),
    '/apps/b.yaml': configMap('b', 'same'),
    '/apps/s.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata: {name: s, namespace: default}\nstringData: {password: hunter2}\n',
  };
  const after: Files = {
    ...before,
    '/apps/a.yaml': configMap('a', 'new'),
    '/apps/b.yaml': configMap('c', 'same'),
    '/apps/s.yaml': (before['/apps/s.yaml'] ?? '').replace('hunter2', 'swordfish'),
  };

  test('tells what changes, and never the values of Secrets', async () => {
    const [old] = await preview(before, { isChecked: false });
    const [now] = await preview(after, { isChecked: false });
    const changes = compareClusters(old, now);
    assert.deepEqual(
      changes.map(({ action, object }) => `${action} ${object}`),
      [
        'changed ConfigMap/default/a',
        'created ConfigMap/default/c',
        'changed Secret/default/s',
        'deleted ConfigMap/default/b',
      ],
    );
    assert.match(changes[0]?.diff ?? '', /^- {2}value: old\n\+ {2}value: new$/m);
    const all = [formatText, formatMarkdown, formatJson]
      .map((format) => format([{ cluster: now as PreviewedCluster, changes }]))
      .join('');
    assert.doesNotMatch(all, /hunter2|swordfish/);
    assert.match(all, /\*\*\* \(after\)/);
  });
});
