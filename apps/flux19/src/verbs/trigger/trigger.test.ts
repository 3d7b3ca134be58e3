import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { suite, test } from 'node:test';
import { type Handler, ManualClock } from '@flux19/ports';
import { runLine } from '../../testing/run-line.ts';

const base = 'trigger receiver app -n team --url http://hooks.test/base/';
const path = (token: string): string => `/base/hook/${createHash('sha256').update(`${token}appteam`).digest('hex')}`;

/** Answers with one status after the other, and remembers what it was asked. */
function answering(...statuses: readonly number[]) {
  const requests: Request[] = [];
  const fetch: Handler = (request) => {
    requests.push(request);
    const status = statuses[requests.length - 1] ?? 200;
    return Promise.resolve(new Response(status === 200 ? '' : 'no such hook', { status }));
  };
  return { requests, fetch };
}

suite('trigger receiver', () => {
  test('sends what the type asks for to the path of the Receiver', async () => {
    const { requests, fetch } = answering();
    const { code, output } = await runLine(`${base} --type generic-hmac --token secret --payload '{"a":1}'`, { fetch });
    assert.equal(output, '► triggering Receiver team/app\n✔ Receiver team/app triggered\n');
    assert.equal(code, 0);
    const signature = createHmac('sha256', 'secret').update('{"a":1}').digest('hex');
    assert.equal(new URL(requests[0]?.url ?? '').pathname, path('secret'));
    assert.equal(requests[0]?.headers.get('x-signature'), `sha256=${signature}`);
  });

  test('tries again what may pass, and not what may not', async () => {
    const clock = new ManualClock();
    const passing = answering(503, 404);
    const run = runLine(`${base} --token t --retry-delay 1s`, { fetch: passing.fetch, clock });
    while (passing.requests.length < 3) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(1000);
    }
    assert.match((await run).output, /503 Service Unavailable: no such hook; retrying in 1s \(1\/10\)/);
    const refused = await runLine(`${base} --token t`, { fetch: answering(401).fetch });
    assert.match(
      refused.error,
      /^request to http:\/\/hooks\.test\/base\/hook\/\S+ failed with status 401 Unauthorized: /,
    );
  });

  test('proves by a token of the job who asks, without a secret in the path', async () => {
    const requests: Request[] = [];
    const fetch: Handler = (request) => {
      requests.push(request);
      return Promise.resolve(Response.json({ value: 'of-the-job' }));
    };
    const environment = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'http://jobs.test/token?v=1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'job',
    };
    const result = await runLine(`${base} --type generic-oidc --oidc-provider github`, { fetch, environment });
    assert.equal(result.code, 0, result.output);
    assert.equal(requests[0]?.url, 'http://jobs.test/token?v=1&audience=notification-controller');
    assert.equal(requests[1]?.headers.get('authorization'), 'Bearer of-the-job');
    assert.equal(new URL(requests[1]?.url ?? '').pathname, path(''));
  });

  const refusals: readonly (readonly [flags: string, text: string])[] = [
    ['', '--token is required for --type=generic'],
    [
      '--token t --oidc-provider github',
      '--oidc-provider, --oidc-token and --oidc-audience can only be set for --type=generic-oidc',
    ],
    ['--type bogus --token t', 'invalid --type "bogus", must be one of: generic, generic-hmac, generic-oidc'],
    [
      '--type generic-oidc --token t',
      '--token must not be set for --type=generic-oidc, the Receiver of this type has no secret',
    ],
    [
      '--type generic-oidc --oidc-provider github --oidc-token x',
      '--oidc-provider and --oidc-token are mutually exclusive',
    ],
    ['--type generic-oidc --oidc-provider gitlab', 'invalid --oidc-provider "gitlab", must be one of: github, forgejo'],
    [
      '--type generic-oidc --oidc-token x --oidc-audience a',
      '--oidc-audience can only be set together with --oidc-provider',
    ],
  ];
  for (const [flags, text] of refusals) {
    test(`refuses ${flags === '' ? 'no token' : flags}`, async () => {
      assert.equal((await runLine(`${base} ${flags}`)).error, text);
    });
  }
});
