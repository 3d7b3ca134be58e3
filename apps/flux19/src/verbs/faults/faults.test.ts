import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';
import { type LineResult, runLine } from '../../testing/run-line.ts';
import { startTestCluster } from '../../testing/test-cluster.ts';

suite('flux19 faults', () => {
  let cluster: Cluster;
  before(async () => {
    cluster = await startCluster();
  });
  after(() => cluster.close());

  const run = (line: string, input?: string): Promise<LineResult> =>
    runLine(line, { client: cluster.client, ...(input === undefined ? {} : { input: bytes(input) }) });

  test('adds a rule by flags, lists what it did, and takes it back', async () => {
    const added = await run('faults add --name busy --status 409 --verbs get --resources configmaps --times 2');
    assert.equal(added.err, '✔ fault busy added\n');
    const { signal } = new AbortController();
    const response = await cluster.client.request('/api/v1/namespaces/default/configmaps/a', {}, signal);
    assert.equal(response.status, 409);
    const { out } = await run('faults list');
    assert.equal(
      out.replaceAll(/[ \t]+/g, ' '),
      'NAME FAULT REQUESTS HITS SEEN \nbusy status code=409 verbs=get resources=configmaps 1/2 1 \n',
    );
    assert.equal(JSON.parse((await run('faults list -o json')).out).faults[0].hits, 1);
    assert.equal((await run('faults remove busy')).err, '✔ fault busy removed\n');
    assert.equal((await run('faults remove busy')).error, 'there is no fault "busy"');
  });

  test('adds rules from standard input, all or none', async () => {
    const rules = 'faults:\n- {name: a, fault: {kind: reset}}\n- {name: b, fault: {kind: delay, ms: 1}}\n';
    assert.equal((await run('faults add -', rules)).err, '✔ fault a added\n✔ fault b added\n');
    const again = 'faults:\n- {name: c, fault: {kind: reset}}\n- {name: b, fault: {kind: reset}}\n';
    assert.equal((await run('faults add -', again)).error, 'faults[0].name: "b" is taken');
    assert.equal((await run('faults clear')).err, '✔ removed 2 faults\n');
  });

  test('says what is wrong with a rule', async () => {
    assert.equal((await run('faults add')).error, 'no fault is named');
    assert.equal(
      (await run('faults add --status 200')).error,
      'the flags make no rule: fault.code: must be an integer from 400 to 599',
    );
    assert.match((await run('faults add --status 503 --reset')).error, /a rule has one fault/);
    assert.match((await run('faults add -', 'a: [')).error, /cannot read the faults of standard input/);
  });

  test('says that other clusters have no faults on purpose', async () => {
    const other = await startTestCluster();
    try {
      const { error } = await runLine('faults list', { client: other.client });
      assert.match(error, /is no embedded cluster of flux19/);
    } finally {
      other.close();
    }
  });
});

async function* bytes(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}
