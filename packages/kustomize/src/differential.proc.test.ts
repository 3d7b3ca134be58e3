import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { createKustomizeEngine, diskTree, KustomizeError } from '@flux19/kustomize';
import fc from 'fast-check';
import { type RandomTree, randomTree, rareTree } from './differential/random-trees.ts';

const kustomize = process.env['FLUX19_KUSTOMIZE'] ?? 'kustomize';
const runs = Number(process.env['FLUX19_DIFFERENTIAL_RUNS'] ?? 60);
const seed = process.env['FLUX19_DIFFERENTIAL_SEED'];

/** Why the real program cannot be asked; undefined when it can. */
function missing(): string | undefined {
  try {
    const version = execFileSync(kustomize, ['version'], { encoding: 'utf8' }).trim();
    return /^v5\.8\./.test(version) ? undefined : `kustomize is ${version}, this engine equals v5.8`;
  } catch {
    return 'no kustomize on the PATH and no FLUX19_KUSTOMIZE';
  }
}

function write(root: string, { files }: RandomTree): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path.endsWith('.bin') ? Buffer.from(text, 'latin1') : text);
  }
}

interface Outcome {
  readonly output?: string;
  readonly error?: string;
}

function real(folder: string): Outcome {
  const { status, stdout, stderr } = spawnSync(kustomize, ['build', folder], { encoding: 'utf8' });
  return status === 0 ? { output: stdout } : { error: stderr };
}

function ours(root: string, top: string): Outcome {
  try {
    return {
      output: createKustomizeEngine({ files: diskTree(root) })
        .build(top)
        .toYaml(),
    };
  } catch (thrown) {
    if (!(thrown instanceof KustomizeError)) throw thrown;
    return { error: thrown.message };
  }
}

function compare(tree: RandomTree): void {
  const root = mkdtempSync(join(tmpdir(), 'flux19-kustomize-'));
  try {
    write(root, tree);
    const expected = real(join(root, tree.top));
    const actual = ours(root, tree.top);
    const texts = `\nkustomize: ${expected.error ?? expected.output}\nours: ${actual.error ?? actual.output}`;
    assert.equal(actual.error === undefined, expected.error === undefined, `one of both refuses:${texts}`);
    assert.equal(actual.output, expected.output);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

suite('equal to the real kustomize', () => {
  const why = missing();
  const skip = why === undefined ? false : `skipped: ${why}`;
  const parameters = { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) };

  test('on random trees of overlays, components, patches and generators', { skip }, () => {
    fc.assert(fc.property(randomTree, compare), parameters);
  });

  test('on trees with rarely used features, and with mistakes', { skip }, () => {
    fc.assert(fc.property(rareTree, compare), parameters);
  });
});
