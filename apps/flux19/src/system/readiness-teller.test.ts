import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';
import { progressOn } from '../program/terminal.ts';
import { ReadinessTeller } from './readiness-teller.ts';

function kustomization(status: string, reason: string, message: string): KubeObject {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'apps', namespace: 'flux-system', uid: 'u' },
    spec: {},
    status: { conditions: [{ type: 'Ready', status, reason, message }] },
  };
}

const waiting = kustomization('False', 'DependencyNotReady', "dependency 'flux-system/infra' is not ready");
const ready = kustomization('True', 'ReconciliationSucceeded', 'Applied revision: main@sha1:1');
const failed = kustomization('False', 'BuildFailed', 'kustomize build failed: MalformedYAMLError: yaml: line 3');

function scene() {
  const clock = new ManualClock();
  const lines: string[] = [];
  const progress = progressOn({ out: () => undefined, err: (line) => lines.push(line) });
  const teller = new ReadinessTeller(clock, progress, new AbortController().signal);
  return { clock, lines, teller };
}

suite('ReadinessTeller', () => {
  test('says nothing of a wait that is soon over', async () => {
    const { clock, lines, teller } = scene();
    teller.see(waiting);
    await clock.advance(1_000);
    teller.see(ready);
    await clock.advance(10_000);
    assert.deepEqual(lines, ['✔ Kustomization/flux-system/apps Applied revision: main@sha1:1']);
  });

  test('tells of a wait that lasts, and what it waits for', async () => {
    const { clock, lines, teller } = scene();
    teller.see(waiting);
    await clock.advance(3_000);
    assert.match(lines.join('\n'), /✗ .*'flux-system\/infra' is not ready\n.*get kustomizations -n flux-system$/);
  });

  test('tells of a failure at once, and the same only once', () => {
    const { lines, teller } = scene();
    for (const object of [failed, failed, kustomization('Unknown', 'Progressing', 'Building'), failed])
      teller.see(object);
    assert.equal(lines.length, 2);
    assert.match(lines[1] ?? '', /not valid YAML; next: correct the file/);
  });
});
