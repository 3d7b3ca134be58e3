import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type OverlayTree, writeOverlayTree } from './overlay-tree.ts';
import { fastestRun, type ProcessRun, runProcess } from './run-process.ts';

/** How both engines did with one tree. */
export interface SizeResult {
  readonly count: number;
  readonly cold: ProcessRun;
  /** Undefined where there is no real kustomize. */
  readonly real: ProcessRun | undefined;
  readonly warm: WarmResult;
}

interface WarmResult {
  readonly rebuildMs: number;
  readonly peakMiB: number;
}

/** From so many resources on the real kustomize takes minutes and runs once. */
const manyResources = 5000;
const warmEngine = fileURLToPath(new URL('warm-engine.ts', import.meta.url));

/** Measures a tree of `count` resources with a launcher of flux19. Throws when both engines do not print the same bytes. */
export async function measureSize(
  count: number,
  { flux19, kustomize }: { readonly flux19: string; readonly kustomize: string | undefined },
): Promise<SizeResult> {
  const tree = writeOverlayTree(count);
  try {
    const args = ['kustomize', 'build', `${tree.root}/${tree.top}`];
    const times = count >= manyResources ? 3 : 8;
    // Once for nothing, so that compiled code is kept and files are in the memory of the system, as for the other program.
    await runProcess(process.execPath, [flux19, ...args]);
    const cold = await fastestRun(times, process.execPath, [flux19, ...args]);
    const real = await realRun(count, kustomize, tree);
    if (real !== undefined && !real.output.equals(cold.output)) {
      throw new Error(`${kustomize} prints other bytes for ${count} resources`);
    }
    return { count, cold, real, warm: await warmRun(tree) };
  } finally {
    tree.dispose();
  }
}

async function realRun(
  count: number,
  kustomize: string | undefined,
  tree: OverlayTree,
): Promise<ProcessRun | undefined> {
  if (kustomize === undefined) return undefined;
  const args = ['build', `${tree.root}/${tree.top}`];
  if (count < manyResources) await runProcess(kustomize, args);
  return await fastestRun(count >= manyResources ? 1 : count >= 1000 ? 3 : 8, kustomize, args);
}

async function warmRun({ root, top, changing, changed }: OverlayTree): Promise<WarmResult> {
  // As flux19 up runs: with a small young generation, and without the compiler that strips types, which takes 25 MiB.
  const args = ['--max-semi-space-size=4', warmEngine, root, top, changing, changed('one'), changed('other')];
  const options = { environment: { NODE_COMPILE_CACHE: join(root, '.compiled') } };
  await runProcess(process.execPath, args, options);
  const { output } = await runProcess(process.execPath, args, options);
  return JSON.parse(output.toString('utf8')) as WarmResult;
}
