import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import type { CommandResult } from '@flux19/processes';
import { type CommandLine, createCommandLine, split } from './clients/command-line.ts';
import { askingLines, changingStories } from './clients/flux-lines.ts';
import { configMap, deployment } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository } from './git/work-repository.ts';
import { referenceClient, whyNoReferenceClient } from './reference-clients/reference-client.ts';

/** Durations, ages and times of day differ from run to run. */
function withoutTimes(text: string): string {
  return text
    .replace(/\b\d+(?:\.\d+)?(?:ms|µs|s)\b|\b\d+m(?:\d+(?:\.\d+)?s)?\b/g, '<time>')
    .replace(/\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000 UTC)/g, '<moment>')
    .replace(/ +\t/g, '\t')
    .trimEnd();
}

/** What was said without the help that flux19 adds on lines of its own, which are indented. Throws when a program hung. */
function comparable({ code, out, err }: CommandResult): unknown {
  if (code < 0) throw new Error(`a command did not end by itself: ${out}${err}`);
  return { code, out: withoutTimes(out), err: withoutTimes(err.replace(/^ {2,}\S.*\n?/gm, '')) };
}

const patienceMs = 8000;

suite('the flux command', { skip: whyNoReferenceClient('flux') }, () => {
  let stage: SystemStage;
  let flux: CommandLine;
  let repository: string;

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      const work = await createWorkRepository(join(folder, 'repository'));
      repository = work.path;
      const apps = {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps', namespace: 'flux-system' },
        spec: {
          interval: '10m',
          path: './apps/web',
          prune: true,
          wait: true,
          targetNamespace: 'default',
          sourceRef: { kind: 'GitRepository', name: 'flux-system' },
        },
      };
      await work.commit('Begin', {
        'clusters/dev/apps.yaml': `${JSON.stringify(apps)}\n`,
        'apps/web/web.yaml': deployment(1),
        'apps/web/settings.yaml': configMap('settings', { step: '1' }),
        'changed/web.yaml': deployment(2),
        'changed/settings.yaml': configMap('settings', { step: '2' }),
      });
      return ['--repo', 'repository', '--path', 'clusters/dev'].map((word) =>
        word === 'repository' ? repository : word,
      );
    });
    flux = createCommandLine([referenceClient('flux')], () => ({
      kubeconfig: stage.process().kubeconfig,
      home: stage.folder,
    }));
    await eventually(async () => {
      for (const name of ['flux-system', 'apps']) {
        assert.equal((await stage.ready(`Kustomization/flux-system/${name}`))?.status, 'True');
      }
    }, 30_000);
  });
  after(() => stage?.close());

  const words = (line: string): readonly string[] => split(line.replaceAll('REPO', repository));

  for (const [title, lines] of Object.entries(askingLines)) {
    test(`hears of ${title} what flux19 says`, async () => {
      for (const line of lines) {
        // The system works on: two answers of two moments may differ once.
        await eventually(async () => {
          const [real, own] = await Promise.all([flux.try(words(line)), stage.flux19.try(words(line))]);
          assert.deepEqual(comparable(own), comparable(real), line);
        }, patienceMs);
      }
    });
  }

  for (const [title, lines] of Object.entries(changingStories)) {
    test(`plays ${title} as flux19 does`, async () => {
      const play = async (program: CommandLine): Promise<unknown[]> => {
        const answers: unknown[] = [];
        for (const line of lines) answers.push([line, comparable(await program.try(words(line)))]);
        return answers;
      };
      const real = await play(flux);
      assert.deepEqual(await play(stage.flux19), real);
      assert.ok(real.length > 0);
    });
  }

  test('finds an installation that is in order, and logs of every controller', async () => {
    assert.match((await flux.try('check')).err, /✔ all checks passed/);
    const logs = await flux.run('logs -A');
    assert.match(logs, /^\S+Z info GitRepository\/flux-system\.flux-system - stored artifact for /m);
    assert.match(logs, /^\S+Z info Kustomization\/apps\.flux-system - Reconciliation finished in /m);
  });
});
