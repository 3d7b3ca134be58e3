import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '@flux19/listener';
import { createMemoryStorage, createRegistry } from '@flux19/oci';
import { eventually, systemClock } from '@flux19/ports';
import { type ScratchFolder, scratchFolder } from '@flux19/processes';
import { type HttpGitServer, startHttpGitServer } from '../git/http-git-server.ts';
import { createWorkRepository, type WorkRepository } from '../git/work-repository.ts';
import type { CommandLine, Place } from './command-line.ts';
import { createFlux19 } from './flux19.ts';
import { createKubectl, type Kubectl } from './kubectl.ts';
import { type ReferenceControllers, startReferenceControllers } from './reference-controllers.ts';
import { type Flux19Process, startFlux19 } from './start-flux19.ts';

/** An embedded cluster that the controllers of Flux look after, and what they reach outside of it. */
export interface ControllersStage {
  readonly kubectl: Kubectl;
  readonly flux19: CommandLine;
  /** For more programs. */
  readonly place: Place;
  readonly controllers: ReferenceControllers;
  readonly repository: WorkRepository;
  /** Address of the repository; the Secret `git` holds the credentials. */
  readonly gitUrl: string;
  /** Host and port of an empty registry without TLS. */
  readonly registry: string;
  readonly folder: string;
  /** Asks for a reconciliation and waits until the object says so and is Ready, or fails for a reason. */
  reconcile(object: string, condition?: string): Promise<void>;
  close(): Promise<void>;
}

/** Who may read and write the repository. */
export const gitAccount: { readonly username: string; readonly password: string } = {
  username: 'git',
  password: 'a-password',
};

/** Starts everything, with the kinds and ServiceAccounts of an installation. */
export async function startControllersStage(names: readonly string[]): Promise<ControllersStage> {
  const scratch: ScratchFolder = scratchFolder();
  const folder = scratch.path;
  const cluster: Flux19Process = await startFlux19(['cluster'], folder);
  const place = () => ({ kubeconfig: cluster.kubeconfig, home: folder });
  const kubectl = createKubectl(place);
  const flux19 = createFlux19(place);
  await install(kubectl, flux19, names);

  const repositories = join(folder, 'repositories');
  mkdirSync(repositories);
  const git: HttpGitServer = await startHttpGitServer({ folder: repositories, ...gitAccount });
  const repository = await createWorkRepository(join(repositories, 'app'));
  await repository.git('config', 'http.receivepack', 'true');
  await repository.git('config', 'receive.denyCurrentBranch', 'updateInstead');
  const { username, password } = gitAccount;
  await kubectl.run(
    `-n flux-system create secret generic git --from-literal=username=${username} --from-literal=password=${password}`,
  );
  const registry = createRegistry({ storage: createMemoryStorage(), clock: systemClock });
  const registryListener = await listen({ handler: registry.fetch });
  const controllers = await startReferenceControllers(names, { kubectl, folder });

  let request = 0;
  return {
    kubectl,
    flux19,
    place,
    controllers,
    repository,
    gitUrl: `${git.url}/app`,
    registry: new URL(registryListener.url).host,
    folder,
    async reconcile(object, condition = 'Ready=True') {
      request += 1;
      const [type = '', wanted = ''] = condition.split('=');
      await kubectl.run(`-n flux-system annotate --overwrite ${object} reconcile.fluxcd.io/requestedAt=${request}`);
      const path = `.status.lastHandledReconcileAt}={.status.conditions[?(@.type=="${type}")].status`;
      await eventually(async () => {
        const seen = await kubectl.field(['-n', 'flux-system', 'get', object], path);
        if (seen !== `${request}=${wanted}`) {
          throw new Error(await kubectl.run(`-n flux-system get ${object} -o yaml`));
        }
      }, 30_000);
    },
    async close() {
      await controllers.stop();
      await registryListener.close();
      await git.close();
      await cluster.command.stop();
      scratch.remove();
    },
  };
}

/** The kinds and the namespace from our manifests, and a ServiceAccount with all rights for each controller. */
async function install(kubectl: Kubectl, flux19: CommandLine, names: readonly string[]): Promise<void> {
  const manifests = await flux19.run('install --export');
  await kubectl.run('apply --server-side -f - -l app.kubernetes.io/component!=flux19', manifests);
  await kubectl.run('wait crd --all --for=condition=Established --timeout=20s');
  for (const name of names) {
    await kubectl.run(`-n flux-system create serviceaccount ${name}`);
    await kubectl.run(
      `create clusterrolebinding ${name} --clusterrole=cluster-admin --serviceaccount=flux-system:${name}`,
    );
  }
}
