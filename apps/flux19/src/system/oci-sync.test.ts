import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ObjectAddress } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { createLogger } from '@flux19/runtime';
import { runLine } from '../testing/run-line.ts';
import { openDataFolder } from './data-folder.ts';
import { type FluxSystem, startSystem } from './start-system.ts';

const settings: ObjectAddress = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };

describe('what is pushed to the registry', { timeout: 60_000 }, () => {
  let system: FluxSystem;
  let folder: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'flux19-oci-sync-'));
    system = await startSystem({
      data: openDataFolder(undefined),
      log: createLogger({ level: 'error', write: () => undefined }),
      namespace: 'flux-system',
      searchPath: process.env['PATH'] ?? '',
      isKept: false,
    });
  });

  afterEach(async () => {
    await system.close();
    rmSync(folder, { recursive: true });
  });

  it('becomes the state of the cluster, at once, and is pruned when the next push leaves it out', async () => {
    await push('1', { 'settings.yaml': configMap('settings', 'first'), 'other.yaml': configMap('other', 'x') });
    for (const object of follow()) await system.client.apply(object, { fieldManager: 'test' }, signal());
    await seen(settings, (object) => colourOf(object) === 'first');

    await push('2', { 'settings.yaml': configMap('settings', 'second') });

    await seen(settings, (object) => colourOf(object) === 'second');
    await seen({ ...settings, name: 'other' }, (object) => object === undefined);
    const source = await system.client.get(address('source.toolkit.fluxcd.io/v1', 'OCIRepository'), signal());
    const { artifact } = source['status'] as { readonly artifact: { readonly metadata: Record<string, string> } };
    assert.equal(artifact.metadata['org.opencontainers.image.revision'], 'main@sha1:2');
  });

  async function push(revision: string, files: Readonly<Record<string, string>>): Promise<void> {
    const path = mkdtempSync(join(folder, 'push-'));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content);
    const target = `oci://127.0.0.1:${system.registry.listener.port}/fleet:latest`;
    const flags = `--path ${path} --source test --revision main@sha1:${revision} --creds flux:${system.token}`;
    const result = await runLine(`push artifact ${target} ${flags} --insecure-registry`, { client: system.client });
    assert.equal(result.code, 0, result.err);
  }

  async function seen(object: ObjectAddress, isAsExpected: (object: KubeObject | undefined) => boolean): Promise<void> {
    const until = signal();
    for (;;) {
      const list = await system.client.list(object, { namespace: 'default' }, until);
      if (isAsExpected(list.items.find(({ metadata }) => metadata.name === object.name))) return;
      // Nothing here waits for a socket: without this, no timer would ever fire.
      await sleep(5);
    }
  }
});

function follow(): readonly KubeObject[] {
  const metadata = { name: 'fleet', namespace: 'default' };
  return [
    {
      apiVersion: 'source.toolkit.fluxcd.io/v1',
      kind: 'OCIRepository',
      metadata,
      spec: { interval: '1h', url: 'oci://registry.flux19.local/fleet', ref: { tag: 'latest' }, insecure: true },
    },
    {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata,
      spec: { interval: '1h', prune: true, path: './', sourceRef: { kind: 'OCIRepository', name: 'fleet' } },
    },
  ];
}

function address(apiVersion: string, kind: string): ObjectAddress {
  return { apiVersion, kind, namespace: 'default', name: 'fleet' };
}

function configMap(name: string, colour: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\ndata:\n  colour: ${colour}\n`;
}

function colourOf(object: KubeObject | undefined): string | undefined {
  return ((object?.['data'] ?? {}) as Readonly<Record<string, string>>)['colour'];
}

function signal(): AbortSignal {
  return AbortSignal.timeout(20_000);
}
