import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { suite, test } from 'node:test';
import type { Outgoing } from '../http/outgoing-request.ts';
import { bodyOf, deliver, type Respond } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';

const commit = 'a1afe267b54f38b46b487f6e938a6fd508278c07';
const commitStatus = 'kustomization/web/0c9c2e41';
const involvedObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'apps',
  name: 'web',
};
const success = testEvent({
  involvedObject,
  reason: 'ReconciliationSucceeded',
  metadata: { revision: `main@sha1:${commit}` },
});
const failure = { ...success, severity: 'error', reason: 'HealthCheckFailed' } as const;

function linesOf(requests: readonly Outgoing[]): readonly string[] {
  return requests.map((request) => (request.kind === 'http' ? `${request.method} ${request.url}` : ''));
}

/** The host has these statuses already. */
const holding =
  (statuses: unknown): Respond =>
  (request) =>
    request.kind === 'http' && request.method === 'GET' ? { body: JSON.stringify(statuses) } : { status: 201 };

suite('commit status providers', () => {
  test('set the status at GitHub unless the latest says the same', () => {
    const settings = { address: 'https://github.com/foo/bar.git', token: 't', commitStatus };
    const requests = deliver('github', settings, success, holding([]));
    assert.deepEqual(linesOf(requests), [
      `GET https://api.github.com/repos/foo/bar/commits/${commit}/statuses?per_page=50`,
      `POST https://api.github.com/repos/foo/bar/statuses/${commit}`,
    ]);
    const status = { state: 'success', description: 'reconciliation succeeded', context: commitStatus };
    assert.deepEqual(bodyOf(requests[1]), status);
    assert.equal(deliver('github', settings, success, holding([status])).length, 1);
    const older = { ...status, state: 'failure' };
    assert.equal(deliver('github', settings, success, holding([older, status])).length, 2);
    assert.deepEqual(
      (bodyOf(deliver('github', settings, failure, holding([]))[1]) as { state: string }).state,
      'failure',
    );
  });

  test('ask GitHub Enterprise at its own host', () => {
    const settings = { address: 'git@git.example:foo/bar.git', password: 't', commitStatus };
    const [first] = deliver('github', settings, success, holding([]));
    assert.match(
      linesOf(first === undefined ? [] : [first])[0] ?? '',
      /^GET https:\/\/git\.example\/api\/v3\/repos\/foo\/bar\//,
    );
  });

  test('work as a GitHub App', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const secret = new Map([
      ['githubAppID', '1'],
      ['githubAppInstallationID', '2'],
      ['githubAppPrivateKey', privateKey.export({ format: 'pem', type: 'pkcs1' }).toString()],
    ]);
    const respond: Respond = (request) => {
      if (request.kind !== 'http') return {};
      if (request.url.endsWith('/access_tokens'))
        return { body: '{"token":"granted","expires_at":"2030-01-01T00:00:00Z"}' };
      return { body: '[]' };
    };
    const requests = deliver(
      'github',
      { address: 'https://github.com/foo/bar', commitStatus, secret },
      success,
      respond,
    );
    assert.equal(linesOf(requests)[0], 'POST https://api.github.com/app/installations/2/access_tokens');
    assert.equal(requests[1]?.kind === 'http' && requests[1].headers['authorization'], 'Bearer granted');
  });

  test('set the status at GitLab', () => {
    const settings = { address: 'https://gitlab.com/group/sub/project.git', token: 't', commitStatus };
    const requests = deliver('gitlab', settings, failure, holding([]));
    assert.deepEqual(linesOf(requests), [
      `GET https://gitlab.com/api/v4/projects/group%2Fsub%2Fproject/repository/commits/${commit}/statuses?name=kustomization%2Fweb%2F0c9c2e41`,
      `POST https://gitlab.com/api/v4/projects/group%2Fsub%2Fproject/statuses/${commit}`,
    ]);
    assert.deepEqual(bodyOf(requests[1]), { state: 'failed', name: commitStatus, description: 'health check failed' });
    const known = [{ sha: commit, status: 'failed', name: commitStatus, description: 'health check failed' }];
    assert.equal(deliver('gitlab', settings, failure, holding(known)).length, 1);
  });

  test('set the status at Gitea, progress too', () => {
    const settings = { address: 'https://gitea.example/foo/bar', token: 't', commitStatus };
    const requests = deliver('gitea', settings, { ...success, reason: 'Progressing' }, holding([]));
    assert.deepEqual(bodyOf(requests[1]), {
      state: 'pending',
      target_url: '',
      description: 'progressing',
      context: commitStatus,
    });
    assert.equal(requests[1]?.kind === 'http' && requests[1].headers['authorization'], 'token t');
    const known = [{ status: 'success', description: 'reconciliation succeeded', context: commitStatus }];
    assert.equal(deliver('gitea', settings, success, holding(known)).length, 1);
  });

  test('set the status at Bitbucket', () => {
    const settings = { address: 'https://bitbucket.org/foo/bar.git', token: 'user:password', commitStatus };
    const absent: Respond = (request) => (request.kind === 'http' && request.method === 'GET' ? { status: 404 } : {});
    const requests = deliver('bitbucket', settings, success, absent);
    assert.deepEqual(bodyOf(requests[1]), {
      key: '813d0558efd3596348d950ff99a7fbf8281dff35',
      url: 'https://bitbucket.org',
      state: 'SUCCESSFUL',
      name: 'kustomization/web',
      description: 'reconciliation succeeded',
    });
    const known = { state: 'SUCCESSFUL', description: 'reconciliation succeeded' };
    assert.equal(deliver('bitbucket', settings, success, holding(known)).length, 1);
    assert.throws(() => deliver('bitbucket', { ...settings, token: 'password' }), /invalid token format/);
    const broken: Respond = () => ({ status: 500 });
    assert.throws(() => deliver('bitbucket', settings, success, broken), /could not get commit status/);
  });

  test('set the status at Bitbucket Server', () => {
    const settings = {
      address: 'https://bb.example/context/scm/PROJ/repo.git',
      username: 'u',
      password: 'p',
      commitStatus,
    };
    const requests = deliver('bitbucketserver', settings, failure, holding({}));
    const builds = `https://bb.example/context/rest/api/latest/projects/PROJ/repos/repo/commits/${commit}/builds`;
    const body = bodyOf(requests[1]) as { key: string };
    assert.deepEqual(linesOf(requests), [`GET ${builds}?key=${body.key}`, `POST ${builds}`]);
    assert.match(body.key, /^[0-9a-f]{40}$/);
    assert.deepEqual(body, {
      key: body.key,
      state: 'FAILED',
      url: settings.address,
      description: 'health check failed',
      name: 'kustomization/web [health check failed]',
    });
    assert.equal(deliver('bitbucketserver', settings, failure, holding(body)).length, 1);
    assert.throws(
      () => deliver('bitbucketserver', { ...settings, address: 'ssh://git@bb.example/PROJ/repo' }),
      /unsupported scheme/,
    );
  });

  test('set the status at Azure DevOps', () => {
    const settings = { address: 'https://dev.azure.com/org/project/_git/repo', token: 'pat', commitStatus };
    const event = { ...success, metadata: { ...success.metadata, summary: 'one' } };
    const requests = deliver('azuredevops', settings, event, holding({ value: [] }));
    const statuses = `https://dev.azure.com/org/project/_apis/git/repositories/repo/commits/${commit}/statuses?api-version=6.0`;
    assert.deepEqual(linesOf(requests), [`GET ${statuses}`, `POST ${statuses}`]);
    const status = {
      context: { genre: 'fluxcd:one', name: commitStatus },
      description: 'reconciliation succeeded',
      state: 'succeeded',
    };
    assert.deepEqual(bodyOf(requests[1]), status);
    assert.equal(deliver('azuredevops', settings, event, holding({ value: [status] })).length, 1);
  });

  test('name the commit by the strongest of the revisions that an event has', () => {
    const settings = { address: 'https://github.com/foo/bar', token: 't', commitStatus };
    const other = 'f'.repeat(40);
    const commitOf = (metadata: Record<string, string>): string => {
      const [first] = deliver('github', settings, { ...success, metadata }, holding([]));
      return /commits\/([0-9a-f]+)/.exec(linesOf(first === undefined ? [] : [first])[0] ?? '')?.[1] ?? '';
    };
    assert.equal(commitOf({ revision: `sha1:${other}`, originRevision: `main@sha1:${commit}` }), commit);
    assert.equal(commitOf({ originRevision: `main@sha1:${other}`, commit: `sha1:${commit}` }), commit);
    assert.equal(commitOf({ revision: `environment/dev/${commit}` }), commit);
    assert.throws(() => commitOf({ revision: 'main' }), {
      message: "failed to extract commit hash from 'main' revision",
    });
    assert.throws(() => commitOf({}), { message: 'missing revision metadata' });
  });

  test('skip progress where it is no status', () => {
    const settings = { token: 'a:b', commitStatus };
    const addresses: Readonly<Record<string, string>> = {
      github: 'https://github.com/foo/bar',
      gitlab: 'https://gitlab.com/foo/bar',
      bitbucket: 'https://bitbucket.org/foo/bar',
      bitbucketserver: 'https://bb.example/scm/foo/bar.git',
      azuredevops: 'https://dev.azure.com/org/project/_git/repo',
    };
    for (const [type, address] of Object.entries(addresses)) {
      assert.deepEqual(deliver(type, { ...settings, address }, { ...success, reason: 'Progressing' }), []);
    }
  });
});
