import { fluxCustomResourceDefinitions } from '@flux19/api';
import { administrator, createApiServer } from '@flux19/apiserver';
import { planStages } from '@flux19/apply';
import { ApiError, createKubeClient, type KubeClient, NoMatchError } from '@flux19/kube';
import { formatObject, inventoryId, type KubeObject, objectReference } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { nameOf, type Rendered, type RenderedCluster, type RenderedObject } from './rendered.ts';

/** Something that is wrong with an object, or worth knowing about it. */
export interface Finding {
  readonly kind: 'error' | 'warning';
  /** `namespace/name` of the Kustomization. */
  readonly kustomization: string;
  /** `Kind/namespace/name`. */
  readonly object: string;
  readonly message: string;
  /** `file:line`, when known. */
  readonly place: string | undefined;
}

/**
 * Applies what was rendered to an API server of its own, in the order in which Flux would, and tells what that refuses:
 * schemas, defaults and rules are those of the embedded cluster.
 */
export async function checkCluster(
  cluster: RenderedCluster,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const server = createApiServer({ clock });
  try {
    const client = createKubeClient({ fetch: server.as(administrator), server: 'http://preview', clock });
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } };
    for (const object of [namespace, ...fluxCustomResourceDefinitions()]) await client.create(object, {}, signal);
    client.forgetResources();
    const findings: Finding[] = [];
    for (const rendered of cluster.kustomizations) findings.push(...(await checkOne(rendered, client, signal)));
    return [...findings, ...sharedObjects(cluster)];
  } finally {
    server.close();
  }
}

async function checkOne(rendered: Rendered, client: KubeClient, signal: AbortSignal): Promise<Finding[]> {
  const byObject = new Map(rendered.objects.map((entry) => [entry.object, entry]));
  const findings: Finding[] = [];
  for (const stage of planStages(rendered.objects.map(({ object }) => object))) {
    for (const object of stage.objects) {
      const finding = await applyOne(object, client, signal);
      const entry = byObject.get(object);
      if (finding !== undefined) findings.push(located(finding, rendered, object, entry));
    }
    if (stage.objects.some(({ kind }) => kind === 'CustomResourceDefinition')) client.forgetResources();
  }
  return findings;
}

type Unlocated = Pick<Finding, 'kind' | 'message'>;

async function applyOne(object: KubeObject, client: KubeClient, signal: AbortSignal): Promise<Unlocated | undefined> {
  try {
    await client.apply(object, { fieldManager: 'preview', force: true }, signal);
    return undefined;
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof NoMatchError) {
      return {
        kind: 'warning',
        message: `not checked: the cluster has no kind ${object.kind} in ${object.apiVersion}`,
      };
    }
    if (thrown instanceof ApiError) return { kind: 'error', message: thrown.message };
    throw thrown;
  }
}

function located(
  finding: Unlocated,
  { kustomization }: Rendered,
  object: KubeObject,
  entry: RenderedObject | undefined,
): Finding {
  const place =
    entry?.origin === undefined ? undefined : `${entry.origin.file.replace(/^\//, '')}:${entry.origin.line}`;
  return { ...finding, kustomization: nameOf(kustomization), object: formatObject(objectReference(object)), place };
}

/** Two Kustomizations that apply one object take it away from each other for ever, and Flux does not say so. */
function sharedObjects({ kustomizations }: RenderedCluster): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const rendered of kustomizations) {
    for (const entry of rendered.objects) {
      const id = inventoryId(objectReference(entry.object));
      const owner = owners.get(id);
      const own = nameOf(rendered.kustomization);
      if (owner === undefined) owners.set(id, own);
      else
        findings.push(located({ kind: 'warning', message: `also applied by ${owner}` }, rendered, entry.object, entry));
    }
  }
  return findings;
}
