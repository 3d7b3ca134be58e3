import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { account, PretendCloud } from '../testing/pretend-cloud.ts';
import { gitLogin } from './git-login.ts';

const { signal } = new AbortController();
const repository = 'https://git-codecommit.us-east-1.amazonaws.com/v1/repos/app';

suite('gitLogin', () => {
  test('is the token of Azure DevOps for its repositories', async () => {
    const cloud = new PretendCloud(() => ({ access_token: 't', expires_in: 3600 }));
    const annotations = { 'azure.workload.identity/tenant-id': 't', 'azure.workload.identity/client-id': 'c' };
    const login = await gitLogin(
      'azure',
      cloud.tokens,
      account(annotations),
      'https://dev.azure.com/o/p/_git/r',
      signal,
    );
    assert.deepEqual(login, { bearerToken: 't' });
    assert.equal(cloud.form(0)['scope'], '499b84ac-1321-427f-aa17-267ca6975798/.default');
  });

  test('is a signature for CodeCommit, with the session beside the name', async () => {
    const cloud = new PretendCloud(() => '', {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 'x',
    });
    const login = await gitLogin('aws', cloud.tokens, undefined, repository, signal);
    assert.equal(login.username, 'id%x');
    assert.match(login.password ?? '', /^20260101T000000Z[0-9a-f]{64}$/);
  });

  test('is had for no other host', async () => {
    const cloud = new PretendCloud(() => '');
    const ask = (url: string) => gitLogin('aws', cloud.tokens, undefined, url, signal);
    await assert.rejects(ask('http://git-codecommit.us-east-1.amazonaws.com/x'), /requires an HTTPS Git URL/);
    await assert.rejects(
      ask('https://git-codecommit.us-east-1.amazonaws.com.example/x'),
      /invalid AWS CodeCommit Git URL/,
    );
    assert.deepEqual(cloud.calls, []);
  });
});
