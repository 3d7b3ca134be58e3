// `npm run fuzz -- --minutes 10`: random requests to fresh clusters until something is found or the time is over.
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { FuzzFinding, fuzzCluster } from './fuzz-cluster.ts';
import { fuzzRequest } from './fuzz-request.ts';

const { values: flags } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    'keep-going': { type: 'boolean', default: false },
  },
});

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const deadline = performance.now() + Number(flags.minutes) * 60_000;
const found = new Map<string, string>();
const rejections: string[] = [];
process.on('unhandledRejection', (reason) =>
  rejections.push(reason instanceof Error ? String(reason.stack) : String(reason)),
);

let runs = 0;
for (let seed = Number(flags.seed); performance.now() < deadline; seed += 1) {
  const result = await fc.check(fc.asyncProperty(fc.array(fuzzRequest, { minLength: 1, maxLength: 40 }), fuzzCluster), {
    seed,
    // Whoever wants to see many findings does not want the smallest case of each.
    endOnFailure: flags['keep-going'],
    numRuns: 40,
    interruptAfterTimeLimit: Math.max(1000, deadline - performance.now()),
    markInterruptAsFailure: false,
  });
  runs += result.numRuns;
  if (!result.failed) continue;
  const { errorInstance: error } = result;
  const what =
    error instanceof FuzzFinding ? error.message : error instanceof Error ? String(error.stack) : String(error);
  const kind = what.replaceAll(/[0-9a-f-]{36}|\d+/g, '#').slice(0, 160);
  if (!found.has(kind)) say(`✗ seed ${seed}: ${what}`);
  found.set(kind, what);
  if (!flags['keep-going']) break;
}
for (const rejection of rejections.slice(0, 5)) say(`✗ unhandled rejection: ${rejection}`);
say(`${runs} clusters, ${found.size} findings, ${rejections.length} unhandled rejections`);
process.exitCode = found.size + rejections.length === 0 ? 0 : 1;
