import type { ReferencePrograms } from '@flux19/reference-server';
import type { Figure, LocalScenario } from '../scenario.ts';
import { bundledFlux19 } from './bundled-flux19.ts';
import { type MeasuredServer, residentMiB } from './cluster/measured-server.ts';
import { measureRates, type RequestRate } from './cluster/request-rates.ts';
import { startEmbedded } from './cluster/start-embedded.ts';
import { startReal } from './cluster/start-real.ts';
import { measureWatchLatency, type WatchLatency } from './cluster/watch-latency.ts';

interface Measured {
  readonly readyMs: number;
  readonly residentMiB: number;
  readonly rates: ReadonlyMap<number, readonly RequestRate[]>;
  readonly latencies: readonly WatchLatency[];
}

const clientCounts = [1, 8];

/** `flux19 cluster` as it is published, over a socket, beside a real kube-apiserver with etcd when there is one. */
export function cluster(reference: ReferencePrograms | undefined): LocalScenario {
  const beside =
    reference === undefined
      ? 'compared with NOTHING: FLUX19_KUBE_APISERVER and FLUX19_ETCD name no programs'
      : 'beside a real kube-apiserver and etcd';
  return {
    name: 'cluster',
    description: `the embedded cluster over TLS, with 1 and 8 clients; ${beside}`,
    async runAlone(): Promise<readonly Figure[]> {
      const embedded = await measureEmbedded();
      if (reference === undefined) return figuresOf('', embedded);
      const real = await measure(() => startReal(reference));
      return [...figuresOf('', embedded), ...figuresOf('real: ', real), ...ratios(embedded, real)];
    },
  };
}

async function measureEmbedded(): Promise<Measured> {
  const flux19 = await bundledFlux19();
  try {
    return await measure(() => startEmbedded(flux19));
  } finally {
    flux19.dispose();
  }
}

async function measure(start: () => Promise<MeasuredServer>): Promise<Measured> {
  const server = await start();
  try {
    const resident = residentMiB(server);
    const rates = new Map<number, readonly RequestRate[]>();
    const latencies: WatchLatency[] = [];
    for (const clients of clientCounts) {
      rates.set(clients, await measureRates(server, clients));
      latencies.push(await measureWatchLatency(server, clients));
    }
    return { readyMs: server.readyMs, residentMiB: resident, rates, latencies };
  } finally {
    await server.stop();
  }
}

function figuresOf(whose: string, { readyMs, residentMiB: resident, rates, latencies }: Measured): readonly Figure[] {
  const figures: Figure[] = [
    { what: `${whose}ready`, value: readyMs, unit: 'ms' },
    { what: `${whose}resident when ready`, value: resident, unit: 'MiB' },
  ];
  for (const [clients, measured] of rates) {
    for (const { what, perSecond, cpuMs } of measured) {
      figures.push({ what: `${whose}${what}, ${clients} clients`, value: perSecond, unit: '/s' });
      figures.push({ what: `${whose}${what}, ${clients} clients, core`, value: cpuMs, unit: 'ms' });
    }
  }
  for (const { watches, median, p95 } of latencies) {
    figures.push({ what: `${whose}write to last of ${watches} watches`, value: median, unit: 'ms' });
    figures.push({ what: `${whose}write to last of ${watches} watches, p95`, value: p95, unit: 'ms' });
  }
  return figures;
}

/** How many times better the embedded cluster is. */
function ratios(embedded: Measured, real: Measured): readonly Figure[] {
  const theirs = new Map(figuresOf('', real).map(({ what, value }) => [what, value]));
  return figuresOf('', embedded).map(({ what, value, unit }) => {
    const other = theirs.get(what) ?? Number.NaN;
    return { what: `times better: ${what}`, value: unit === '/s' ? value / other : other / value, unit: '×' };
  });
}
