import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator, createApiServer } from '@flux19/apiserver';
import { createKubeClient, type KubeClient } from '@flux19/kube';
import { ManualClock, systemClock } from '@flux19/ports';
import { runLine } from '../testing/run-line.ts';

function clientOver(fetch: (request: Request) => Promise<Response>): KubeClient {
  return createKubeClient({ fetch, server: 'https://cluster.test:6443', clock: new ImmediateClock() });
}

/** Time does not pass: retries come at once. */
class ImmediateClock extends ManualClock {
  override async sleep(ms: number, signal: AbortSignal): Promise<void> {
    // Time limits of requests are long; waiting for them would never end.
    if (ms >= 10_000) await super.sleep(ms, signal);
  }
}

const unreachable = (): Promise<Response> => Promise.reject(new Error('connect ECONNREFUSED'));

suite('the command line', () => {
  test('says which server does not answer and where its address comes from', async () => {
    const { code, err } = await runLine('get ks --kubeconfig team.yaml --context prod', {
      client: clientOver(unreachable),
    });
    assert.equal(code, 1);
    assert.match(err, /connect ECONNREFUSED/);
    assert.match(err, /nothing answers at https:\/\/cluster.test:6443 \(from team.yaml, context prod\)/);
    assert.match(err, /flux19 up/);
  });

  test('says that a cluster has no Flux', async () => {
    const server = createApiServer({ clock: systemClock });
    const { code, error, err } = await runLine('get ks', { client: clientOver(server.as(administrator)) });
    assert.deepEqual(
      [code, error],
      [1, 'no matches for kind "Kustomization" in version "kustomize.toolkit.fluxcd.io/v1"'],
    );
    assert.match(err, /has no Flux.*\n.*flux19 run/);
    server.close();
  });

  test('speaks of unknown flags, commands and values in the words of flux', async () => {
    const said = async (line: string): Promise<string> => (await runLine(line)).error;
    assert.equal(await said('get ks --nonsense'), 'unknown flag: --nonsense');
    assert.equal(await said('get ks -x'), "unknown shorthand flag: 'x' in -x");
    assert.equal(await said('got'), 'unknown command "got" for "flux19"');
    assert.equal(await said('check now'), 'unknown command "now" for "flux19 check"');
    assert.equal(await said('get ks a b'), 'accepts at most 1 arg(s), received 2');
    assert.equal(await said('get ks --timeout'), 'flag needs an argument: --timeout');
    assert.equal(
      await said('get ks --timeout=soon'),
      'invalid argument "soon" for "--timeout" flag: time: invalid duration "soon"',
    );
    assert.equal(await said("get ks -n '@#[]'"), 'namespace must be a valid DNS label: "@#[]"');
  });

  test('suggests what was probably meant', async () => {
    assert.match((await runLine('recncile')).err, /did you mean reconcile\?/);
  });

  test('prints the help of a group that is called alone', async () => {
    const { code, out, err } = await runLine('get');
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /Usage: flux19 get/);
  });

  test('takes the namespace from the environment, if it can be one', async () => {
    const from = async (name: string) => {
      const environment = { FLUX_SYSTEM_NAMESPACE: name };
      return (await runLine('create source git app --url=https://x.test --branch=main --export', { environment }))
        .output;
    };
    assert.match(await from('platform'), /namespace: platform/);
    assert.match(
      await from('No Name'),
      /⚠️ {2}ignoring invalid FLUX_SYSTEM_NAMESPACE: "No Name"\n[\s\S]*namespace: flux-system/,
    );
  });

  test('tells after a second what it is waiting for, where somebody watches', async () => {
    const wait = async (isPiped: boolean): Promise<string> => {
      const clock = new ManualClock();
      const answer = Promise.withResolvers<Response>();
      const client = createKubeClient({ fetch: () => answer.promise, server: 'https://slow.test', clock });
      const running = runLine('get ks', { client, clock, isPiped });
      await new Promise((done) => setImmediate(done));
      await clock.advance(1000);
      answer.reject(new TypeError('closed'));
      for (let i = 0; i < 20; i++) await clock.advance(5000);
      return (await running).err;
    };
    assert.match(await wait(false), /^◎ waiting for https:\/\/slow.test\n/);
    assert.match(await wait(true), /^✗ /);
  });
});
