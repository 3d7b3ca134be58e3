import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGitRepositories } from '@flux19/git';
import type { Logger } from '@flux19/runtime';
import { printDocuments } from '@flux19/yaml';
import { type DataFolder, type FluxSystem, startSystem, syncObjects } from 'flux19';
import { WorkingCopy } from './working-copy.ts';

export interface StageOptions {
  readonly log: Logger;
  readonly port?: number;
  readonly data: DataFolder;
  readonly isKept: boolean;
  readonly searchPath: string;
}

/** Everything that the demo needs, running. */
export interface Stage {
  readonly system: FluxSystem;
  readonly copy: WorkingCopy;
  /** Address of the repository, as a person would clone it (with the token for pushing). */
  readonly cloneUrl: string;
  close(): Promise<void>;
}

const namespace = 'flux-system';
const repositoryName = 'fleet.git';
const clusterPath = 'clusters/demo';

/** Starts the system, fills the sample repository, and makes the cluster follow it, as `flux bootstrap git` would. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const system = await startSystem({ ...options, namespace });
  try {
    const folder = join(system.data.repositories, repositoryName);
    await createGitRepositories({ searchPath: options.searchPath, temporaryFolder: system.data.temporary }).create(
      folder,
      {
        branch: 'main',
      },
    );
    const url = new URL(`${system.git.listener.url}/${repositoryName}`);
    const cloneUrl = new URL(url);
    Object.assign(cloneUrl, { username: 'git', password: system.token });
    const copy = new WorkingCopy({
      url: cloneUrl.href,
      folder: join(system.data.temporary, 'fleet'),
      searchPath: options.searchPath,
    });
    await copy.clone();
    await bootstrap(system, copy, url.href);
    return { system, copy, cloneUrl: cloneUrl.href, close: () => system.close() };
  } catch (thrown) {
    await system.close();
    throw thrown;
  }
}

/** Commits the sample and the objects that follow it, unless a kept repository has them already; then applies the latter. */
async function bootstrap({ client }: FluxSystem, copy: WorkingCopy, url: string): Promise<void> {
  const sync = syncObjects({
    url,
    branch: 'main',
    path: clusterPath,
    namespace,
    sourceInterval: '1m0s',
    kustomizationInterval: '10m0s',
  });
  copy.copyFrom(fileURLToPath(new URL('../repository', import.meta.url)));
  await copy.git('checkout', '--quiet', '-B', 'main');
  copy.writeNew(`${clusterPath}/flux-system/gotk-sync.yaml`, printDocuments(sync as never));
  if ((await copy.git('status', '--porcelain')) !== '') await copy.push('Add the sample application');
  const signal = AbortSignal.timeout(30_000);
  for (const object of sync) await client.apply(object, { fieldManager: 'flux', force: true }, signal);
}
