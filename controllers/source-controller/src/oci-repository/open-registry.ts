import {
  createOciClient,
  openRegistryConnection,
  type RegistryConnection,
  type RegistryConnectionOptions,
} from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import type { RegistryOpener } from './registry-access.ts';

/** What registries are opened with. */
export interface RegistryOpenerOptions {
  readonly clock: Clock;
  /** 0 <= x < 1, spreads retries. */
  readonly random: () => number;
  /** Opens sockets; a process with a registry of its own leads requests for it past them. */
  readonly connect?: (options: RegistryConnectionOptions) => RegistryConnection;
}

/** Flux's name for itself towards registries. */
const userAgent = 'flux/v2';

/** Opens registries. Those that need no certificates and no proxy share their sockets, which stay open between passes. */
export function createRegistryOpener(options: RegistryOpenerOptions): RegistryOpener {
  const { clock, random, connect = openRegistryConnection } = options;
  let shared: RegistryConnection | undefined;
  return ({ connection, credentials, insecure }) => {
    const isShared = Object.keys(connection).length === 0;
    if (isShared) shared ??= connect({});
    const used = isShared && shared !== undefined ? shared : connect(connection);
    const client = createOciClient({
      fetch: used.fetch,
      clock,
      random,
      insecure,
      userAgent,
      ...(credentials === undefined ? {} : { credentials }),
    });
    return { client, close: async () => (isShared ? undefined : used.close()) };
  };
}
