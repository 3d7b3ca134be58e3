import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type FetchRequest, type GitClient, GitError, type ResolveRequest } from '@flux19/git';
import { eventually, type Handler } from '@flux19/ports';
import type { FleetOptions } from '../testing/fleet.ts';
import { becomes, becomesReady, configMap, find, withFleet } from '../testing/stories.ts';

/** Repositories by address and reference; what they hold can be changed. */
function pretendGit(repositories: Map<string, Readonly<Record<string, string>>>): GitClient {
  const nameOf = ({ remote, reference }: ResolveRequest): string =>
    `${remote.url} ${reference.tag ?? reference.branch ?? reference.name ?? reference.commit}`;
  const commits = new Map<string, Readonly<Record<string, string>>>();
  return {
    async resolve(request) {
      const files = repositories.get(nameOf(request));
      if (files === undefined) throw new GitError('ReferenceNotFound', 'there is no such reference');
      const commit = Buffer.from(JSON.stringify(files)).toString('hex').slice(-40);
      commits.set(commit, files);
      return { commit, reference: '' };
    },
    async fetch({ resolved }: FetchRequest) {
      const files = Object.entries(commits.get(resolved.commit) ?? {});
      return {
        resolved,
        commit: {} as never,
        list: async () => ({
          files: files.map(([path]) => ({ path, hash: '', isExecutable: false })),
          links: [],
          submodules: [],
        }),
        async *read() {
          for (const [, text] of files) yield Buffer.from(text);
        },
      };
    },
    forget: async () => undefined,
    close: () => undefined,
  };
}

const url = 'https://git.example/org/repo';

function network(): { readonly options: FleetOptions; readonly repositories: Map<string, Record<string, string>> } {
  const repositories = new Map([
    [`${url} v1`, { 'base/kustomization.yaml': 'resources: [a.yaml]\n', 'base/a.yaml': configMap('far', { v: '1' }) }],
    [`${url} main`, { 'kustomization.yaml': `resources: ["${url}//base?ref=v1", https://files.example/b.yaml]\n` }],
  ]);
  const fetch: Handler = async (request) =>
    request.url === 'https://files.example/b.yaml'
      ? new Response(configMap('file'))
      : new Response('not found', { status: 404 });
  return { repositories, options: { git: pretendGit(repositories), fetch } };
}

suite('remote bases', () => {
  test('are built with what is in the repository, through each other, and followed when they move', () => {
    const { repositories, options } = network();
    return withFleet(
      async (fleet) => {
        await fleet.publish({ 'kustomization.yaml': `resources: ["${url}?ref=main"]\nnamePrefix: my-\n` });
        await fleet.create('apps', { interval: '1s' });
        await becomesReady(fleet, 'apps');
        assert.deepEqual((await find(fleet, 'ConfigMap', 'my-far'))?.['data'], { v: '1' });
        assert.ok(await find(fleet, 'ConfigMap', 'my-file'));
        repositories.set(`${url} v1`, {
          'base/kustomization.yaml': 'resources: [a.yaml]\n',
          'base/a.yaml': configMap('far', { v: '2' }),
        });
        await eventually(async () =>
          assert.deepEqual((await find(fleet, 'ConfigMap', 'my-far'))?.['data'], { v: '2' }),
        );
      },
      {},
      options,
    );
  });

  test('that cannot be had are told, without what is secret in their address', () => {
    const { options } = network();
    return withFleet(
      async (fleet) => {
        await fleet.publish({
          'gone/kustomization.yaml': `resources: ["https://me:canary@git.example/org/gone//x?ref=v9"]\n`,
          'file/kustomization.yaml': 'resources: ["https://files.example/missing.yaml?token=canary"]\n',
        });
        for (const path of ['gone', 'file']) await fleet.create(path, { path });
        await becomes(
          fleet,
          'gone',
          /^False BuildFailed: kustomize build failed: cannot fetch remote base 'https:\/\/git.example\/org\/gone': there is no such reference$/,
        );
        await becomes(
          fleet,
          'file',
          /cannot fetch remote base 'https:\/\/files.example\/missing.yaml': the server answered 404$/,
        );
        assert.doesNotMatch(JSON.stringify([fleet.logged, fleet.events]), /canary/);
      },
      {},
      options,
    );
  });

  test('are refused when that is asked for', () => {
    const { options } = network();
    return withFleet(
      async (fleet) => {
        await fleet.publish({ 'kustomization.yaml': `resources: ["${url}?ref=main"]\n` });
        await fleet.create('apps');
        await becomes(fleet, 'apps', /^False BuildFailed: .*remote resource '.*' is not allowed/);
      },
      { noRemoteBases: true },
      options,
    );
  });
});
