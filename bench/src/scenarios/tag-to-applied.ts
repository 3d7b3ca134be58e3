import { groups } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { buildImage, createOciClient, type OciClient, parseReference, pushImage } from '@flux19/oci';
import { systemClock } from '@flux19/ports';
import { type FluxSystem, registryName } from 'flux19';
import type { Bench } from '../bench.ts';
import { createAll, gitRepository, isReady, kustomization, untilKustomizations, untilObject } from '../objects.ts';
import { distribution, type Figure, type Scenario } from '../scenario.ts';

const rounds = 25;
const image = `${registryName}/bench/web`;
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'image' };
const file = `apiVersion: v1
kind: ConfigMap
metadata:
  name: image
  namespace: default
data:
  image: ${image}:1.0.0 # {"$imagepolicy": "flux-system:web"}
`;

/** How long a new tag takes to become a commit, and then the state of the cluster. */
export const tagToApplied: Scenario = {
  name: 'tag-to-applied',
  description: `image pushed → committed by the automation → object changed, ${rounds} times`,
  async run(bench: Bench): Promise<readonly Figure[]> {
    const { system, client } = bench;
    if (system === undefined) throw new Error('tag-to-applied needs the registry of the embedded system');
    await bench.commit({ 'apps/0/image.yaml': file });
    await pushTag(system, '1.0.0');
    await createAll(client, follow(bench, system));
    await untilKustomizations(bench, 1, (object) => isReady(object));
    const [committed, applied]: [number[], number[]] = [[], []];
    for (let round = 1; round <= rounds; round += 1) {
      const tag = `1.0.${round}`;
      const seen = untilObject(client, configMap, (object) => imageOf(object) === `${image}:${tag}`);
      const commit = Promise.withResolvers<number>();
      const unsubscribe = system.git.server.onPush(() => commit.resolve(performance.now()));
      await pushTag(system, tag);
      const began = performance.now();
      committed.push((await commit.promise) - began);
      unsubscribe();
      await seen;
      applied.push(performance.now() - began);
      await untilKustomizations(bench, 1, (object) => isReady(object));
    }
    const [toCommit, toApplied] = [distribution(committed), distribution(applied)];
    return [
      { what: 'committed, median', value: toCommit.median, unit: 'ms' },
      { what: 'committed, p95', value: toCommit.p95, unit: 'ms' },
      { what: 'applied, median', value: toApplied.median, unit: 'ms' },
      { what: 'applied, p95', value: toApplied.p95, unit: 'ms' },
      { what: 'applied / committed', value: toApplied.median / toCommit.median, unit: '×' },
    ];
  },
};

async function pushTag({ registry, token }: FluxSystem, tag: string): Promise<void> {
  const layer = [{ kind: 'file', path: 'tag', content: Buffer.from(tag) }] as const;
  await pushImage(
    clientOf(registry.connect({}).fetch, token),
    parseReference(`${image}:${tag}`),
    buildImage({ layers: [layer] }),
    AbortSignal.timeout(30_000),
  );
}

function clientOf(fetch: ReturnType<FluxSystem['registry']['connect']>['fetch'], token: string): OciClient {
  const credentials = async () => ({ kind: 'basic', username: 'bench', password: token }) as const;
  return createOciClient({ fetch, clock: systemClock, random: Math.random, insecure: true, credentials });
}

function follow(bench: Bench, { token }: FluxSystem): readonly KubeObject[] {
  const { namespace } = bench;
  const source = gitRepository(bench);
  const spec = { ...(source['spec'] as object), secretRef: { name: 'push' } };
  const metadata = { name: 'web', namespace };
  const author = { name: 'Bench', email: 'bench@flux19.example' };
  const apiVersion = `${groups.image}/v1`;
  return [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'push', namespace },
      stringData: { username: 'git', password: token },
    },
    { ...source, spec },
    kustomization(bench, 0),
    { apiVersion, kind: 'ImageRepository', metadata, spec: { image, interval: '1h' } },
    {
      apiVersion,
      kind: 'ImagePolicy',
      metadata,
      spec: { imageRepositoryRef: { name: 'web' }, policy: { semver: { range: '1.x' } } },
    },
    {
      apiVersion,
      kind: 'ImageUpdateAutomation',
      metadata,
      spec: {
        interval: '1h',
        sourceRef: { kind: 'GitRepository', name: 'bench' },
        git: { checkout: { ref: { branch: 'main' } }, commit: { author }, push: { branch: 'main' } },
        update: { path: './', strategy: 'Setters' },
      },
    },
  ];
}

function imageOf(object: KubeObject): string | undefined {
  return (object['data'] as { readonly image?: string } | undefined)?.image;
}
