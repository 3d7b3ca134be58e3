import { ApiConnection, type ApiRequest } from './api-connection.ts';
import { applyConfigMap, createConfigMap, getConfigMap } from './config-map-requests.ts';
import { cpuSeconds, type MeasuredServer } from './measured-server.ts';

/** What a server does in a second, and what one request costs it on a core, in milliseconds. */
export interface RequestRate {
  readonly what: string;
  readonly perSecond: number;
  readonly cpuMs: number;
}

const kinds: readonly { readonly what: string; readonly times: number; readonly request: RequestOf }[] = [
  { what: 'get', times: 4_000, request: () => getConfigMap('rates') },
  { what: 'apply, nothing changes', times: 2_000, request: () => applyConfigMap('rates', 'same') },
  { what: 'apply, a value changes', times: 2_000, request: (n) => applyConfigMap('rates-changed', `value ${n}`) },
  { what: 'apply, an object is created', times: 2_000, request: (n) => applyConfigMap(`rates-new-${n}`, 'new') },
];

type RequestOf = (n: string) => ApiRequest;

/** Sends requests of each kind from some clients at once, each of which waits for its answers. */
export async function measureRates(server: MeasuredServer, clients: number): Promise<readonly RequestRate[]> {
  const connection = new ApiConnection(server, clients);
  try {
    if (clients === 1) await connection.send(createConfigMap('rates', 'same'));
    const rates: RequestRate[] = [];
    for (const { what, times, request } of kinds) {
      await sendAll(connection, clients, times / 4, (n) => request(`${clients}-warm-${n}`));
      const [began, used] = [performance.now(), cpuSeconds(server)];
      await sendAll(connection, clients, times, (n) => request(`${clients}-${n}`));
      const seconds = (performance.now() - began) / 1000;
      const cpuMs = ((cpuSeconds(server) - used) * 1000) / times;
      rates.push({ what, perSecond: times / seconds, cpuMs });
    }
    return rates;
  } finally {
    connection.close();
  }
}

async function sendAll(
  connection: ApiConnection,
  clients: number,
  times: number,
  request: (n: number) => ApiRequest,
): Promise<void> {
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < times) {
      next += 1;
      await connection.send(request(next));
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
}
