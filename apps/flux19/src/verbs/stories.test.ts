import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import { fillTemplate, folderOfCases } from '../testing/cli-cases.ts';
import { type FluxStory, startFluxStory } from '../testing/flux-story.ts';

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;

/** The end-to-end story of flux's own tests, with pretended controllers: a command line, and the file of its output. */
const story: readonly (readonly [line: string, golden: string])[] = [
  [
    'create source git tkfg --url=https://github.com/stefanprodan/podinfo --branch=main --tag=6.3.5',
    'create_source_git.golden',
  ],
  [
    'create kustomization tkfg --source=tkfg --path=./deploy/overlays/dev --prune=true --interval=5m --health-check=Deployment/frontend.dev --health-check=Deployment/backend.dev --health-check-timeout=3m',
    'create_kustomization_from_git.golden',
  ],
  ['get kustomization tkfg', 'get_kustomization_from_git.golden'],
  ['reconcile kustomization tkfg --with-source', 'reconcile_kustomization_from_git.golden'],
  ['suspend kustomization tkfg', 'suspend_kustomization_from_git.golden'],
  ['suspend kustomization tkfg foo tkfg bar', 'suspend_kustomization_from_git_multiple_args.golden'],
  ['resume kustomization tkfg foo --wait', 'resume_kustomization_from_git_multiple_args_wait.golden'],
  ['resume kustomization tkfg', 'resume_kustomization_from_git.golden'],
  ['resume kustomization tkfg tkfg', 'resume_kustomization_from_git_multiple_args.golden'],
  ['delete kustomization tkfg --silent', 'delete_kustomization_from_git.golden'],
];

suite('the story of a Kustomization', { skip }, () => {
  const folder = join(data ?? '', folderOfCases, 'cmd/flux/testdata/kustomization');
  let flux: FluxStory;
  before(async () => {
    flux = await startFluxStory();
    await flux.create([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'tkfg-1' } }]);
  });
  after(() => flux.stop());

  for (const [line, golden] of story) {
    test(`${line.slice(0, 60)} prints what flux prints`, async () => {
      const result = await flux.run(`${line} -n tkfg-1`);
      assert.equal(result.output, fillTemplate(readFileSync(join(folder, golden), 'utf8'), { ns: 'tkfg-1' }));
      assert.equal(result.code, 0);
    });
  }
});
