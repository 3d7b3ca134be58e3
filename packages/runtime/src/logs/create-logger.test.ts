import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { createLogger, LogRing, redactText } from '@flux19/runtime';

function capture(level: 'debug' | 'info' = 'info') {
  const lines: string[] = [];
  const ring = new LogRing(3);
  const log = createLogger({ level, write: (line) => lines.push(line), clock: new ManualClock(), ring });
  return { lines, ring, log, parsed: () => lines.map((line) => JSON.parse(line)) };
}

suite('createLogger', () => {
  test('writes lines as controller-runtime does', () => {
    const { log, lines } = capture();
    log.with({ controller: 'kustomization', reconcileID: 'x' }).info('server-side apply completed', { revision: 'r' });
    assert.deepEqual(lines, [
      '{"level":"info","ts":"2026-01-01T00:00:00.000Z","controller":"kustomization","reconcileID":"x","revision":"r","msg":"server-side apply completed"}\n',
    ]);
  });

  test('writes the message of an error, not its stack', () => {
    const { log, parsed } = capture();
    log.error('Reconciler error', new Error('no such host'), { a: 1 });
    assert.deepEqual(parsed(), [
      { level: 'error', ts: '2026-01-01T00:00:00.000Z', a: 1, error: 'no such host', msg: 'Reconciler error' },
    ]);
  });

  test('leaves out what is below its level', () => {
    const { log, lines } = capture('info');
    log.debug('detail');
    assert.deepEqual(lines, []);
  });

  test('keeps the latest lines', () => {
    const { log, ring } = capture();
    const heard: string[] = [];
    ring.onRecord((record) => heard.push(record.msg));
    for (const message of ['a', 'b', 'c', 'd', 'e']) log.info(message);
    assert.deepEqual(
      ring.records().map((record) => record.msg),
      ['c', 'd', 'e'],
    );
    assert.equal(heard.length, 5);
  });

  test('writes no secret, wherever it stands', () => {
    const { log, lines, ring } = capture();
    const secrets = ['hunter22', 'AGE-SECRET-KEY-1QQQQQQQQ', 'ghp_abcdefghijklmnopqrstu', 'MIIBVgIBADAN'];
    log
      .with({ auth: { password: 'hunter22' } })
      .error(
        'cannot clone https://git:hunter22@host/repo',
        new Error('header Authorization: Bearer hunter22hunter22'),
        {
          list: [{ token: 'hunter22' }, 'AGE-SECRET-KEY-1QQQQQQQQ'],
          nested: { text: 'x ghp_abcdefghijklmnopqrstu y' },
          key: '-----BEGIN PRIVATE KEY-----\nMIIBVgIBADAN\n-----END PRIVATE KEY-----',
        },
      );
    for (const secret of secrets)
      assert.ok(!`${lines.join()}${JSON.stringify(ring.records())}`.includes(secret), secret);
  });

  test('leaves texts alone that only look a little like it', () => {
    for (const text of ['applied main@sha1:4f1a', 'https://host/path?x=a@b', 'user@host', 'Basic things'])
      assert.equal(redactText(text), text);
  });
});
