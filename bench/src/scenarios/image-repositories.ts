import { groups } from '@flux19/api';
import { listen } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import type { Bench } from '../bench.ts';
import { createAll } from '../objects.ts';
import type { Figure, Scenario } from '../scenario.ts';

const repositories = 1000;
const tagsEach = 2000;

const tags = Array.from({ length: tagsEach }, (_, n) => `1.${Math.floor(n / 100)}.${n % 100}`);

/** How many registries' worth of tags fit, and how fast they are scanned. */
export const imageRepositories: Scenario = {
  name: 'image-repositories',
  description: `${repositories} ImageRepositories of ${tagsEach} tags each: created → all scanned`,
  async run(bench: Bench): Promise<readonly Figure[]> {
    let scans = 0;
    const registry = await listen({
      handler: async (request) => {
        const name = /^\/v2\/(.+)\/tags\/list$/.exec(new URL(request.url).pathname)?.[1];
        if (name === undefined) return Response.json({});
        scans += 1;
        return Response.json({ name, tags });
      },
    });
    try {
      const before = residentMebibytes();
      const began = performance.now();
      const host = `127.0.0.1:${registry.port}`;
      await createAll(
        bench.client,
        Array.from({ length: repositories }, (_, n) => imageRepository(bench, host, n)),
      );
      await untilScanned(bench);
      const seconds = (performance.now() - began) / 1000;
      return [
        { what: 'created → all scanned', value: seconds, unit: 's' },
        { what: 'scans', value: repositories / seconds, unit: '/s' },
        { what: 'requests for tags per ImageRepository', value: scans / repositories, unit: '' },
        { what: 'memory that was added', value: residentMebibytes() - before, unit: 'MiB' },
      ];
    } finally {
      await registry.close();
    }
  },
};

function residentMebibytes(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}

function imageRepository({ namespace }: Bench, host: string, n: number): KubeObject {
  return {
    apiVersion: `${groups.image}/v1`,
    kind: 'ImageRepository',
    metadata: { name: `image-${n}`, namespace },
    spec: { image: `${host}/team/image-${n}`, interval: '1h', insecure: true },
  };
}

async function untilScanned({ client, namespace }: Bench): Promise<void> {
  const signal = AbortSignal.timeout(300_000);
  const resource = { apiVersion: `${groups.image}/v1`, kind: 'ImageRepository' };
  const { items, resourceVersion } = await client.list(resource, { namespace }, signal);
  const done = new Set(items.filter(isScanned).map(({ metadata }) => metadata.name));
  if (done.size >= repositories) return;
  for await (const event of client.watch(resource, { namespace, resourceVersion }, signal)) {
    if (event.type !== 'BOOKMARK' && isScanned(event.object)) done.add(event.object.metadata.name);
    if (done.size >= repositories) return;
  }
  throw new Error(`only ${done.size} of ${repositories} ImageRepositories were scanned`);
}

function isScanned(object: KubeObject): boolean {
  const status = (object['status'] ?? {}) as { readonly lastScanResult?: { readonly tagCount?: number } };
  return status.lastScanResult?.tagCount === tagsEach;
}
