import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const folder = mkdtempSync(join(tmpdir(), 'flux19-bash-'));
const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const program = join(folder, 'flux19');
writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`);
chmodSync(program, 0o755);

const skip = spawnSync('bash', ['--version']).status === 0 ? false : 'there is no bash';

/** What bash offers behind each line, as its completion would ask for it. */
function completions(lines: readonly string[]): readonly string[] {
  const script = `
    compopt() { :; }
    source <(flux19 completion bash)
    for COMP_LINE in "$@"; do
      COMP_WORDS=($COMP_LINE)
      [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
      COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      COMPREPLY=()
      __flux19_complete
      echo "\${COMPREPLY[*]}"
    done
  `;
  const result = spawnSync('bash', ['--norc', '-c', script, 'bash', ...lines], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}` },
    timeout: 60_000,
  });
  assert.equal(result.stderr, '');
  return result.stdout.trimEnd().split('\n');
}

suite('completion in bash', { skip }, () => {
  after(() => rmSync(folder, { recursive: true }));

  test('knows commands that begin with a word, flags, and what may follow', () => {
    assert.deepEqual(completions(['flux19 recon', 'flux19 create source oci --verify-i', 'flux19 export source ']), [
      'reconcile',
      '--verify-issuer',
      'oci bucket git helm chart external',
    ]);
  });
});
