import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGitRepositories } from '@flux19/git';
import type { KubeObject } from '@flux19/objects';
import type { Logger } from '@flux19/runtime';
import { printDocuments } from '@flux19/yaml';
import { type DataFolder, type FluxSystem, rootName, startSystem, syncObjects } from 'flux19';
import { type ChatSink, openChatSink } from './chat-sink.ts';
import { pushWebImage, releaseIn } from './web-image.ts';
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
  readonly chat: ChatSink;
  /** Address of the repository, as a person would clone it (with the token for pushing). */
  readonly cloneUrl: string;
  close(): Promise<void>;
}

/** What the page says with the image of each version. */
export const releases = {
  before: { tag: '1.0.0', state: 'State before demo' },
  after: { tag: '1.1.0', state: 'State after demo' },
} as const;

const namespace = 'flux-system';
const repositoryName = 'fleet.git';
const clusterPath = 'clusters/demo';

/**
 * Starts the system, pushes the first image, fills the sample repository, and makes the cluster follow it, as `flux bootstrap git`
 * would.
 */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { searchPath } = options;
  const system = await startSystem({ ...options, namespace, runsImages: true });
  const chat = await openChatSink();
  const close = async (): Promise<void> => {
    await system.close();
    await chat.close();
  };
  try {
    const { temporary, repositories } = system.data;
    await createGitRepositories({ searchPath, temporaryFolder: temporary }).create(join(repositories, repositoryName), {
      branch: 'main',
    });
    const url = new URL(`${system.git.listener.url}/${repositoryName}`);
    const cloneUrl = new URL(url);
    Object.assign(cloneUrl, { username: 'git', password: system.token });
    const copy = new WorkingCopy({ url: cloneUrl.href, folder: join(temporary, 'fleet'), searchPath });
    await copy.clone();
    await pushWebImage(releaseIn(system, releases.before.tag), releases.before.state);
    await bootstrap(system, copy, url.href, chat.url);
    return { system, copy, chat, cloneUrl: cloneUrl.href, close };
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

/** Commits the sample and the objects that follow it, unless a kept repository has them already; then applies the latter. */
async function bootstrap({ client, token }: FluxSystem, copy: WorkingCopy, url: string, chat: string): Promise<void> {
  const sync = syncObjects({
    url,
    branch: 'main',
    path: clusterPath,
    namespace,
    sourceInterval: '1m0s',
    kustomizationInterval: '10m0s',
    secretName: rootName,
  });
  copy.copyFrom(fileURLToPath(new URL('../repository', import.meta.url)));
  await copy.git('checkout', '--quiet', '-B', 'main');
  copy.writeNew(`${clusterPath}/flux-system/gotk-sync.yaml`, printDocuments(sync as never));
  if ((await copy.git('status', '--porcelain')) !== '') await copy.push('Add the sample application');
  // What must not be in git: the keys of the repository and the address of the chat.
  const secrets = [secret(rootName, { username: 'git', password: token }), secret('chat', { address: chat })];
  const signal = AbortSignal.timeout(30_000);
  for (const object of [...secrets, ...sync]) await client.apply(object, { fieldManager: 'flux', force: true }, signal);
}

function secret(name: string, stringData: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData };
}
