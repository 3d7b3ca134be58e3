import type { ReferencePrograms } from '@flux19/reference-server';
import type { Figure, LocalScenario } from '../scenario.ts';
import { bundledFlux19 } from './bundled-flux19.ts';
import { type LargeCollection, measureLargeCollection } from './cluster/large-collection.ts';
import type { MeasuredServer } from './cluster/measured-server.ts';
import { startEmbedded } from './cluster/start-embedded.ts';
import { startReal } from './cluster/start-real.ts';

/** A cluster with very many objects and watches, beside a real kube-apiserver with etcd when there is one. */
export function largeCluster(
  objects: number,
  watches: number,
  reference: ReferencePrograms | undefined,
): LocalScenario {
  return {
    name: `cluster-${objects}`,
    description: `${objects} ConfigMaps and ${watches} watches of them in the embedded cluster${reference === undefined ? '' : ', and in a real one'}`,
    async runAlone(): Promise<readonly Figure[]> {
      const flux19 = await bundledFlux19();
      try {
        const embedded = figuresOf('', await measure(() => startEmbedded(flux19), objects, watches));
        if (reference === undefined) return embedded;
        return [...embedded, ...figuresOf('real: ', await measure(() => startReal(reference), objects, watches))];
      } finally {
        flux19.dispose();
      }
    },
  };
}

async function measure(
  start: () => Promise<MeasuredServer>,
  objects: number,
  watches: number,
): Promise<LargeCollection> {
  const server = await start();
  try {
    return await measureLargeCollection(server, objects, watches);
  } finally {
    await server.stop();
  }
}

function figuresOf(whose: string, large: LargeCollection): readonly Figure[] {
  const { createdPerSecond, bytesPerObject, listMs, pageMs, watch } = large;
  return [
    { what: `${whose}created`, value: createdPerSecond, unit: '/s' },
    { what: `${whose}resident for each object`, value: bytesPerObject, unit: 'bytes' },
    { what: `${whose}list of all`, value: listMs, unit: 'ms' },
    { what: `${whose}first page of 500`, value: pageMs, unit: 'ms' },
    { what: `${whose}write to last of ${watch.watches} watches`, value: watch.median, unit: 'ms' },
    { what: `${whose}write to last of ${watch.watches} watches, p95`, value: watch.p95, unit: 'ms' },
  ];
}
