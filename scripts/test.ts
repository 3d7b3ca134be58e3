// Runs every test and prints `N passed, N failed` last. Arguments choose the files whose paths contain them.
// Tests share a process, which is 30 times faster than one each; those that need a process of their own are called *.proc.test.ts.
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const wanted = process.argv.slice(2);
const found = globSync(
  ['packages', 'controllers', 'apps', 'case-study', 'bench', 'e2e', 'scripts'].map((d) => `${d}/**/*.test.ts`),
  {
    exclude: ['**/node_modules/**'],
  },
);
const files = found.filter((file) => wanted.length === 0 || wanted.some((word) => file.includes(word))).toSorted();

let passed = 0;
let failed = 0;
let skipped = 0;

function failureType(error: Error): unknown {
  return 'failureType' in error ? error.failureType : undefined;
}

/** Runs some files with a reporter on standard output and adds to the counts. */
async function runFiles(paths: readonly string[], isolation: 'none' | 'process'): Promise<void> {
  if (paths.length === 0) return;
  const concurrency = isolation === 'process' ? Math.min(2, availableParallelism()) : false;
  const stream = run({ files: paths.map((path) => resolve(path)), isolation, concurrency });
  stream.on('test:pass', (event) => {
    if (event.details.type === 'suite') return;
    if (event.skip !== undefined && event.skip !== false) skipped += 1;
    else passed += 1;
  });
  stream.on('test:fail', (event) => {
    // A suite also fails by itself, when its hooks or its body throw; otherwise its tests have been counted already.
    const isEcho = event.details.type === 'suite' && failureType(event.details.error) === 'subtestsFailed';
    if (!isEcho) failed += 1;
  });
  const reporter = stream.compose(new spec());
  reporter.pipe(process.stdout, { end: false });
  await new Promise((done) => reporter.once('end', done));
}

const isIsolated = (file: string) => file.endsWith('.proc.test.ts');
await runFiles(
  files.filter((file) => !isIsolated(file)),
  'none',
);
await runFiles(files.filter(isIsolated), 'process');
if (skipped > 0) console.log(`${skipped} skipped: each says why above`);
// Whoever reads the last line expects exactly this.
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
