// Measures: `npm run bench -- [scenario...] [--kubeconfig FILE]`. Each scenario gets a cluster and a process state of its own kind.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openBench } from './bench.ts';
import { formatFigures, type Scenario } from './scenario.ts';
import { apiServer } from './scenarios/api-server.ts';
import { idle } from './scenarios/idle.ts';
import { manyKustomizations } from './scenarios/many-kustomizations.ts';
import { pushToApplied } from './scenarios/push-to-applied.ts';
import { tagToApplied } from './scenarios/tag-to-applied.ts';

const scenarios: readonly Scenario[] = [
  apiServer,
  pushToApplied,
  tagToApplied,
  manyKustomizations(1),
  manyKustomizations(10),
  manyKustomizations(100),
  manyKustomizations(1000),
  idle,
];

const { values: flags, positionals } = parseArgs({
  options: { kubeconfig: { type: 'string' } },
  allowPositionals: true,
});
// The long ones run when they are named.
const chosen = scenarios.filter(({ name }) =>
  positionals.length === 0 ? name !== 'idle' && name !== 'kustomizations-1000' : positionals.includes(name),
);
if (chosen.length === 0) {
  console.error(`✗ no such scenario; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
for (const scenario of chosen) {
  console.log(`${scenario.name}: ${scenario.description}`);
  const bench = await openBench({ kubeconfig: flags.kubeconfig, searchPath: process.env['PATH'] ?? '' });
  try {
    console.log(formatFigures(await scenario.run(bench)));
  } finally {
    await bench.close();
  }
}
