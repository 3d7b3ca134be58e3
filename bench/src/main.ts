// Measures: `npm run bench -- [scenario...] [--kubeconfig FILE]`. Each scenario that needs a cluster gets one of its own.
import process from 'node:process';
import { parseArgs } from 'node:util';
import { openBench } from './bench.ts';
import { type Figure, formatFigures, type LocalScenario, type Scenario } from './scenario.ts';
import { apiServer } from './scenarios/api-server.ts';
import { findReference } from './scenarios/cluster/find-reference.ts';
import { cluster } from './scenarios/cluster.ts';
import { idle } from './scenarios/idle.ts';
import { imageRepositories } from './scenarios/image-repositories.ts';
import { findKustomize } from './scenarios/kustomize/find-kustomize.ts';
import { kustomizeBuilds } from './scenarios/kustomize.ts';
import { largeCluster } from './scenarios/large-cluster.ts';
import { manyKustomizations } from './scenarios/many-kustomizations.ts';
import { notifications } from './scenarios/notifications.ts';
import { preview } from './scenarios/preview.ts';
import { pushToApplied } from './scenarios/push-to-applied.ts';
import { tagToApplied } from './scenarios/tag-to-applied.ts';

const kustomize = findKustomize(process.env);
const reference = findReference(process.env);
const scenarios: readonly (Scenario | LocalScenario)[] = [
  apiServer,
  pushToApplied,
  tagToApplied,
  notifications,
  imageRepositories,
  manyKustomizations(1),
  manyKustomizations(10),
  manyKustomizations(100),
  manyKustomizations(1000),
  preview(150),
  kustomizeBuilds('kustomize', [10, 100, 1000], kustomize),
  kustomizeBuilds('kustomize-5000', [1000, 5000], kustomize),
  cluster(reference),
  largeCluster(100_000, 1000, reference),
  idle,
];
const longScenarios: ReadonlySet<string> = new Set(['idle', 'kustomizations-1000', 'kustomize-5000', 'cluster-100000']);

const { values: flags, positionals } = parseArgs({
  options: { kubeconfig: { type: 'string' } },
  allowPositionals: true,
});
// The long ones run when they are named.
const chosen = scenarios.filter(({ name }) =>
  positionals.length === 0 ? !longScenarios.has(name) : positionals.includes(name),
);
if (chosen.length === 0) {
  console.error(`✗ no such scenario; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exitCode = 1;
}
for (const scenario of chosen) {
  console.log(`${scenario.name}: ${scenario.description}`);
  console.log(formatFigures(await measure(scenario)));
}

async function measure(scenario: Scenario | LocalScenario): Promise<readonly Figure[]> {
  if ('runAlone' in scenario) return await scenario.runAlone();
  const bench = await openBench({ kubeconfig: flags.kubeconfig, searchPath: process.env['PATH'] ?? '' });
  try {
    return await scenario.run(bench);
  } finally {
    await bench.close();
  }
}
