import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { GitRepository, GitRepositorySpec, GitRepositoryStatus } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import { type Observed, plan, revisionOf } from './plan.ts';

const commit = 'a'.repeat(40);
const artifact: Artifact = {
  digest: 'sha256:1',
  lastUpdateTime: '2026-01-01T00:00:00Z',
  path: 'gitrepository/apps/app/a.tar.gz',
  revision: `main@sha1:${commit}`,
  url: 'http://store/a.tar.gz',
};
const included: Artifact = { ...artifact, digest: 'sha256:2', revision: 'main@sha1:b' };
const stored = {
  type: 'ArtifactInStorage',
  status: 'True',
  reason: 'Succeeded',
  message: '',
  lastTransitionTime: '',
} as const;

/** An observation in which nothing has changed, but for what is given. */
function seen(given: {
  readonly spec?: Partial<GitRepositorySpec>;
  readonly status?: Partial<GitRepositoryStatus>;
  readonly observed?: Partial<Observed>;
}): Observed {
  const object: GitRepository = {
    apiVersion: 'source.toolkit.fluxcd.io/v1',
    kind: 'GitRepository',
    metadata: { name: 'app', namespace: 'apps', generation: 1 },
    spec: { url: 'https://example.org/app.git', interval: '1m', ...given.spec },
    status: { artifact, conditions: [stored], ...given.status },
  };
  const resolved = { commit, reference: 'refs/heads/main' };
  return { object, artifact, includes: [], resolved, ...given.observed };
}

const fetchContent = { kind: 'fetch', isContentChanged: true };
const fetchOnly = { kind: 'fetch', isContentChanged: false };

suite('plan', () => {
  test('leaves alone what has not changed', () => {
    assert.deepEqual(plan(seen({})), { kind: 'unchanged', revision: artifact.revision });
  });

  test('fetches a new revision, and one whose artifact is lost or was never confirmed', () => {
    const resolved = { commit: 'b'.repeat(40), reference: 'refs/heads/main' };
    assert.deepEqual(plan(seen({ observed: { resolved } })), fetchOnly);
    assert.deepEqual(plan(seen({ observed: { artifact: undefined } })), fetchOnly);
    assert.deepEqual(plan(seen({ status: { conditions: [] } })), fetchOnly);
  });

  test('builds anew when anything else that goes into the artifact differs', () => {
    const include = [{ repository: { name: 'other' } }];
    const changes = [
      { spec: { ignore: '*.md' } },
      { status: { observedIgnore: '*.md' } },
      { spec: { recurseSubmodules: true } },
      { spec: { sparseCheckout: ['apps'] } },
      { spec: { include }, observed: { includes: [included] } },
      {
        spec: { include },
        status: { observedInclude: include, includedArtifacts: [{ ...included, digest: 'sha256:3' }] },
        observed: { includes: [included] },
      },
    ];
    for (const change of changes) assert.deepEqual(plan(seen(change)), fetchContent, JSON.stringify(change));
    const same = {
      spec: { include, ignore: 'x' },
      status: { observedInclude: include, includedArtifacts: [included], observedIgnore: 'x' },
      observed: { includes: [included] },
    };
    assert.equal(plan(seen(same)).kind, 'unchanged');
  });

  test('fetches again for a verification that was not made', () => {
    const verify = (mode: 'head' | 'HEAD' | 'Tag' | 'TagAndHEAD') => ({
      verify: { mode, secretRef: { name: 'keys' } },
    });
    assert.deepEqual(plan(seen({ spec: verify('HEAD') })), fetchOnly);
    assert.deepEqual(plan(seen({ spec: verify('Tag'), status: { sourceVerificationMode: 'HEAD' } })), fetchOnly);
    assert.deepEqual(plan(seen({ spec: verify('TagAndHEAD'), status: { sourceVerificationMode: 'Tag' } })), fetchOnly);
    assert.equal(plan(seen({ spec: verify('head'), status: { sourceVerificationMode: 'HEAD' } })).kind, 'unchanged');
    assert.equal(
      plan(seen({ spec: verify('Tag'), status: { sourceVerificationMode: 'TagAndHEAD' } })).kind,
      'unchanged',
    );
  });

  test('names revisions as Flux does', () => {
    const revision = (ref: GitRepositorySpec['ref'], reference: string) =>
      revisionOf(seen({ spec: ref === undefined ? {} : { ref } }).object, { commit, reference });
    assert.equal(revision(undefined, 'refs/heads/master'), `master@sha1:${commit}`);
    assert.equal(revision({ branch: 'a/b' }, 'refs/heads/a/b'), `a/b@sha1:${commit}`);
    assert.equal(revision({ name: 'refs/pull/7/head' }, 'refs/pull/7/head'), `refs/pull/7/head@sha1:${commit}`);
    assert.equal(revision({ commit }, ''), `sha1:${commit}`);
  });
});
