// A process of its own, so that its memory is that of the engine alone: `warm-engine.ts ROOT TOP FILE ONE OTHER` builds a tree again and
// again, each time after FILE got the other of two texts, and prints what that took as JSON.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createKustomizeEngine, diskTree } from '@flux19/kustomize';
import { distribution } from '../../scenario.ts';

const [root = '', top = '', file = '', ...texts] = process.argv.slice(2);
const rounds = 20;
const engine = createKustomizeEngine({ files: diskTree(root) });
// The first build keeps nothing, the second one fills what later ones use.
for (let n = 0; n < 2; n += 1) engine.build(top).toYaml();
const rebuilds: number[] = [];
for (let n = 0; n < rounds; n += 1) {
  writeFileSync(join(root, file), texts[n % texts.length] ?? '');
  const began = performance.now();
  engine.build(top).toYaml();
  rebuilds.push(performance.now() - began);
}
const peakMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ rebuildMs: distribution(rebuilds).median, peakMiB }));
