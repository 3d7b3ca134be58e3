import { type Listener, listen } from '@flux19/listener';
import {
  createFolderStorage,
  createRegistry,
  openRegistryConnection,
  type RegistryConnection,
  type RegistryConnectionOptions,
  type RegistryPush,
  type RepositoryName,
} from '@flux19/oci';
import type { Clock, Handler } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import { hasPassword } from './basic-password.ts';

/** Name under which manifests find the registry of this process, whatever port it has. */
export const registryName = 'registry.flux19.local';

export interface RegistryHostingOptions {
  readonly folder: string;
  /** Password of whoever pushes; pulling is open to this machine. */
  readonly token: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told after each push of a tag, once for every name under which the repository is known. */
  readonly onPush: (repository: RepositoryName) => void;
}

/** The registry of this process, on a loopback port. */
export interface RegistryHosting {
  readonly listener: Listener;
  /** Opens what reaches registries: the one of this process without a port, the others over the network. */
  connect(options: RegistryConnectionOptions): RegistryConnection;
  /** True for images of the registry of this process, by its name or by its port. */
  owns(image: string): boolean;
  close(): Promise<void>;
}

/** Opens the registry. Anybody on this machine may pull, whoever knows the token may push. */
export async function hostRegistry(options: RegistryHostingOptions): Promise<RegistryHosting> {
  const { folder, token, clock, log } = options;
  const own = new Set([registryName]);
  const onPush = ({ repository }: RegistryPush): void => {
    for (const registry of own) options.onPush({ registry, repository });
  };
  const registry = createRegistry({
    storage: createFolderStorage(folder),
    clock,
    onPush,
    authorize: async ({ action, request }) => {
      if (action !== 'push' && action !== 'delete') return 'allowed';
      return hasPassword(request.headers.get('authorization'), token) ? 'allowed' : 'unauthenticated';
    },
  });
  const onFault = (fault: unknown): void => log.error('a request to the registry was not answered', fault);
  const listener = await listen({ handler: registry.fetch, onFault });
  own.add(new URL(listener.url).host).add(`localhost:${listener.port}`);
  return {
    listener,
    connect: (how) => routed(registry.fetch, own, openRegistryConnection(how)),
    owns: (image) => own.has(image.slice(0, Math.max(0, image.indexOf('/')))),
    close: () => listener.close(),
  };
}

function routed(ownFetch: Handler, own: ReadonlySet<string>, elsewhere: RegistryConnection): RegistryConnection {
  return {
    fetch: (request) => (own.has(new URL(request.url).host) ? ownFetch(request) : elsewhere.fetch(request)),
    close: () => elsewhere.close(),
  };
}
