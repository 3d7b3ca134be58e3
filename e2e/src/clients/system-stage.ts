import { createKubeClient, type KubeClient, type KubeConnection, loadKubeconfig } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { freePort, type ScratchFolder, scratchFolder } from '@flux19/processes';
import type { CommandLine } from './command-line.ts';
import { createFlux19 } from './flux19.ts';
import { type Flux19Process, startFlux19 } from './start-flux19.ts';

/** A running `flux19 up`, the command line and a client that speak to it. */
export interface SystemStage {
  /** A folder for files of the tests. */
  readonly folder: string;
  readonly flux19: CommandLine;
  process(): Flux19Process;
  /** An object of a kind that the stage knows, `ConfigMap/default/settings`; undefined when there is none. */
  find(name: string): Promise<KubeObject | undefined>;
  /** The Ready condition of such an object. */
  ready(name: string): Promise<Condition | undefined>;
  client(): KubeClient;
  /** Ends the process by a signal and starts it again, where it was. */
  restart(signal: NodeJS.Signals): Promise<void>;
  close(): Promise<void>;
}

const apiVersions: Readonly<Record<string, string>> = {
  ConfigMap: 'v1',
  Secret: 'v1',
  Namespace: 'v1',
  Deployment: 'apps/v1',
  GitRepository: 'source.toolkit.fluxcd.io/v1',
  Kustomization: 'kustomize.toolkit.fluxcd.io/v1',
};

/** Starts the system. The arguments after `up` may name files in the folder, which `prepare` can fill. */
export async function startSystemStage(
  prepare: (folder: string) => Promise<readonly string[]> | readonly string[],
): Promise<SystemStage> {
  const scratch: ScratchFolder = scratchFolder();
  const folder = scratch.path;
  const port = await freePort();
  const args = ['up', ...(await prepare(folder))];
  let running = await startFlux19(args, folder, port);
  let connection: KubeConnection = loadKubeconfig({ file: running.kubeconfig });
  let client = createKubeClient(connection);
  const signal = AbortSignal.timeout(120_000);

  async function find(address: string): Promise<KubeObject | undefined> {
    const [kind = '', namespace = '', name = ''] = address.split('/');
    return await client.find({ apiVersion: apiVersions[kind] ?? 'v1', kind, namespace, name }, signal);
  }

  return {
    folder,
    flux19: createFlux19(() => ({ kubeconfig: running.kubeconfig, home: folder })),
    process: () => running,
    client: () => client,
    find,
    async ready(address) {
      const { conditions = [] } = ((await find(address))?.['status'] ?? {}) as { conditions?: readonly Condition[] };
      return conditions.find(({ type }) => type === 'Ready');
    },
    async restart(end) {
      await running.command.stop(end);
      await connection.close();
      running = await startFlux19(args, folder, port);
      connection = loadKubeconfig({ file: running.kubeconfig });
      client = createKubeClient(connection);
    },
    async close() {
      await connection.close();
      await running.command.stop();
      scratch.remove();
    },
  };
}
