import { type Handler, ManualClock } from '@flux19/ports';
import type { CredentialSource } from '../auth/credentials.ts';
import { createOciClient } from '../client/create-oci-client.ts';
import type { OciClient } from '../client/oci-client.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { createMemoryStorage } from '../registry/memory-storage.ts';
import type { RegistryOptions } from '../registry/registry.ts';

/** A registry in memory at `registry.test`, and what was asked of it. */
export interface RegistryFixture {
  readonly client: OciClient;
  readonly clock: ManualClock;
  readonly fetch: Handler;
  /** `METHOD path`, with what was shown as authorization. */
  readonly calls: string[];
}

export interface RegistryFixtureOptions extends Partial<RegistryOptions> {
  readonly credentials?: CredentialSource;
  /** Sees requests before the registry; undefined lets them pass. */
  readonly intercept?: (request: Request) => Promise<Response | undefined>;
}

/** Starts nothing: both are functions. */
export function registryFixture(options: RegistryFixtureOptions = {}): RegistryFixture {
  const clock = new ManualClock();
  const calls: string[] = [];
  const registry = createRegistry({ storage: createMemoryStorage(), clock, ...options });
  const fetch: Handler = async (request) => {
    const { host, pathname, search } = new URL(request.url);
    const shown = request.headers.get('authorization');
    const where = host === 'registry.test' ? '' : `//${host}`;
    calls.push(`${request.method} ${where}${pathname}${search}${shown === null ? '' : ` [${shown}]`}`);
    return (await options.intercept?.(request)) ?? registry.fetch(request);
  };
  const { credentials } = options;
  const client = createOciClient({
    fetch,
    clock,
    random: () => 0.5,
    retry: { firstDelayMs: 0 },
    ...(credentials === undefined ? {} : { credentials }),
  });
  return { client, clock, fetch, calls };
}
