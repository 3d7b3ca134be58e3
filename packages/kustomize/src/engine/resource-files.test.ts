import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createKustomizeEngine, memoryTree } from '@flux19/kustomize';

function fileNames(texts: readonly string[]): string[] {
  const files = new Map(texts.map((text, n) => [`/app/${n}.yaml`, text]));
  const resources = texts.map((_, n) => `${n}.yaml`);
  files.set('/app/kustomization.yaml', JSON.stringify({ resources }));
  return [
    ...createKustomizeEngine({ files: memoryTree(files) })
      .build('app')
      .toFiles()
      .keys(),
  ].toSorted();
}

function object(kind: string, name: string, namespace?: string): string {
  return JSON.stringify({
    apiVersion: kind === 'Role' ? 'rbac.authorization.k8s.io/v1' : 'v1',
    kind,
    metadata: { name, namespace },
  });
}

suite('a file for each resource', () => {
  test('is named after group, version, kind and name', () => {
    assert.deepEqual(
      fileNames([object('Service', 'Web'), object('Role', 'read', 'default'), object('Namespace', 'team')]),
      ['rbac.authorization.k8s.io_v1_role_read.yaml', 'v1_namespace_team.yaml', 'v1_service_web.yaml'],
    );
  });

  test('names the namespace where there are several', () => {
    assert.deepEqual(fileNames([object('Service', 'web', 'a'), object('Service', 'web'), object('Namespace', 'a')]), [
      'a_v1_service_web.yaml',
      'default_v1_service_web.yaml',
      'v1_namespace_a.yaml',
    ]);
  });
});
