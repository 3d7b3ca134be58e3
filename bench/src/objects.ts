import { groups } from '@flux19/api';
import type { KubeClient, ObjectAddress } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import type { Bench } from './bench.ts';

/** A repository of `kustomizations` folders with `objects` ConfigMaps each. */
export function folders(kustomizations: number, objects: number, value: string): Record<string, string> {
  const files: Record<string, string> = {};
  for (let k = 0; k < kustomizations; k += 1) {
    for (let o = 0; o < objects; o += 1) files[`apps/${k}/config-${o}.yaml`] = configMap(`app-${k}-${o}`, value);
  }
  return files;
}

function configMap(name: string, value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\ndata:\n  value: ${JSON.stringify(value)}\n`;
}

export function gitRepository({ url, namespace }: Bench): KubeObject {
  return {
    apiVersion: `${groups.source}/v1`,
    kind: 'GitRepository',
    metadata: { name: 'bench', namespace },
    spec: { interval: '1h', url, ref: { branch: 'main' } },
  };
}

export function kustomization({ namespace }: Bench, n: number, interval: string = '1h'): KubeObject {
  return {
    apiVersion: `${groups.kustomize}/v1`,
    kind: 'Kustomization',
    metadata: { name: `app-${n}`, namespace },
    spec: { interval, path: `./apps/${n}`, prune: true, sourceRef: { kind: 'GitRepository', name: 'bench' } },
  };
}

/** Creates objects, some at a time. */
export async function createAll(client: KubeClient, objects: readonly KubeObject[]): Promise<void> {
  const signal = AbortSignal.timeout(300_000);
  const left = objects.values();
  const worker = async (): Promise<void> => {
    for (const object of left) await client.create(object, {}, signal);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

/** Resolves when `count` Kustomizations are as asked; rejects after five minutes. */
export async function untilKustomizations(
  { client, namespace }: Bench,
  count: number,
  isDone: (object: KubeObject) => boolean,
): Promise<void> {
  const signal = AbortSignal.timeout(300_000);
  const resource = { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization' };
  const { items, resourceVersion } = await client.list(resource, { namespace }, signal);
  const done = new Set(items.filter(isDone).map(({ metadata }) => metadata.name));
  if (done.size >= count) return;
  for await (const event of client.watch(resource, { namespace, resourceVersion }, signal)) {
    if (event.type === 'BOOKMARK' || !isDone(event.object)) continue;
    done.add(event.object.metadata.name);
    if (done.size >= count) return;
  }
  throw new Error(`only ${done.size} of ${count} Kustomizations came as far as expected`);
}

export interface KustomizationStatus {
  readonly conditions?: readonly Condition[];
  readonly lastAppliedRevision?: string;
  readonly lastHandledReconcileAt?: string;
}

export function statusOf(object: KubeObject): KustomizationStatus {
  return (object['status'] ?? {}) as KustomizationStatus;
}

/** True when the Kustomization is ready, at the given commit if there is one. */
export function isReady(object: KubeObject, commit: string = ''): boolean {
  const { conditions, lastAppliedRevision = '' } = statusOf(object);
  const isTrue = conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') === true;
  return isTrue && lastAppliedRevision.endsWith(commit);
}

/** Waits until a field of an object has a value, by watching it. */
export async function untilObject(
  client: KubeClient,
  { apiVersion, kind, namespace, name }: ObjectAddress,
  isDone: (object: KubeObject) => boolean,
): Promise<void> {
  const signal = AbortSignal.timeout(60_000);
  const fieldSelector = `metadata.name=${name}`;
  for await (const event of client.watch({ apiVersion, kind }, { namespace, fieldSelector }, signal)) {
    if (event.type !== 'BOOKMARK' && isDone(event.object)) return;
  }
}
