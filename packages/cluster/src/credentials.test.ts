import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { keptCredentials } from './credentials.ts';

const now = Date.parse('2026-01-01T00:00:00Z');

suite('credentials', () => {
  test('stay the same in a data folder, and are for its owner alone', () => {
    using folder = scratch();
    const made = keptCredentials(folder.path, now);
    assert.deepEqual(keptCredentials(folder.path, now + 1000), made);
    assert.equal(statSync(join(folder.path, 'credentials.json')).mode & 0o077, 0);
  });

  test('of earlier versions are completed', () => {
    using folder = scratch();
    const path = join(folder.path, 'credentials.json');
    const { token, tls } = keptCredentials(folder.path, now);
    writeFileSync(path, JSON.stringify({ token, tls, tokenKey: 'c2VjcmV0' }));
    const completed = keptCredentials(folder.path, now);
    assert.deepEqual([completed.token, completed.tls], [token, tls]);
    assert.match(completed.tokenSigningKey, /^-----BEGIN PRIVATE KEY-----/);
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), completed);
    assert.deepEqual(keptCredentials(folder.path, now), completed);
  });
});

function scratch(): { readonly path: string; [Symbol.dispose](): void } {
  const path = mkdtempSync(join(tmpdir(), 'flux19-credentials-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
