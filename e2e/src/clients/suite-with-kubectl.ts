import { after, before, suite } from 'node:test';
import { type ScratchFolder, scratchFolder } from '@flux19/processes';
import { createKubectl, type Kubectl, whyNoKubectl } from './kubectl.ts';
import { type Flux19Process, startFlux19 } from './start-flux19.ts';

/** What the tests of one suite share. */
export interface Stage {
  readonly kubectl: Kubectl;
  /** A folder for files of the tests. */
  folder(): string;
  process(): Flux19Process;
}

/** A suite with an embedded cluster in a process of its own and kubectl talking to it; skipped where there is no kubectl. */
export async function suiteWithKubectl(name: string, tests: (stage: Stage) => void): Promise<void> {
  await suite(name, { skip: await whyNoKubectl() }, () => {
    let folder: ScratchFolder | undefined;
    let started: Flux19Process | undefined;
    before(async () => {
      folder = scratchFolder();
      started = await startFlux19(['cluster'], folder.path);
    });
    after(async () => {
      await started?.command.stop();
      folder?.remove();
    });
    const isStarted = <T>(thing: T | undefined): T => {
      if (thing === undefined) throw new Error('the cluster is not running');
      return thing;
    };
    tests({
      kubectl: createKubectl(() => ({ kubeconfig: isStarted(started).kubeconfig, home: isStarted(folder).path })),
      folder: () => isStarted(folder).path,
      process: () => isStarted(started),
    });
  });
}
