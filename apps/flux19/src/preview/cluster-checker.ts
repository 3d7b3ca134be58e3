import { fluxCustomResourceDefinitions } from '@flux19/api';
import { type ApiServer, administrator, createApiServer } from '@flux19/apiserver';
import { planStages } from '@flux19/apply';
import { ApiError, addressOf, createKubeClient, type KubeClient, NoMatchError } from '@flux19/kube';
import { formatObject, inventoryId, type KubeObject, objectReference, printJson } from '@flux19/objects';
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

type Verdict = Pick<Finding, 'kind' | 'message'> | undefined;

/** What the API server said of an object. */
interface Judged {
  readonly object: KubeObject;
  readonly text: string;
  readonly verdict: Verdict;
}

/** Objects of these kinds decide about others: when one changes, everything is judged anew. */
const judges: ReadonlySet<string> = new Set([
  'CustomResourceDefinition',
  'Namespace',
  'LimitRange',
  'ResourceQuota',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
]);

/**
 * Applies what was rendered to an API server of its own, in the order in which Flux would, and tells what that refuses: schemas,
 * defaults and rules are those of the embedded cluster. Keeps the server, so that another look sends only what has changed.
 */
export class ClusterChecker {
  readonly #clock: Clock;
  #server: ApiServer | undefined;
  #client: KubeClient | undefined;
  /** By Kustomization and object. */
  #judged: ReadonlyMap<string, Judged> = new Map();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `tell` hears what is being checked. */
  async check(
    cluster: RenderedCluster,
    tell: (news: string) => void,
    signal: AbortSignal,
  ): Promise<readonly Finding[]> {
    const client = await this.#prepare(cluster, signal);
    const judged = new Map<string, Judged>();
    const findings: Finding[] = [];
    for (const rendered of cluster.kustomizations) {
      tell(`checking Kustomization/${nameOf(rendered.kustomization)}`);
      findings.push(...(await this.#judgeAll(rendered, judged, client, signal)));
    }
    for (const [key, { object }] of this.#judged) {
      if (!judged.has(key)) await forget(object, client, signal);
    }
    this.#judged = judged;
    return [...findings, ...sharedObjects(cluster)];
  }

  close(): void {
    this.#server?.close();
    this.#server = undefined;
    this.#judged = new Map();
  }

  /** A server that knows the kinds of Flux, and what was judged before as long as that still counts. */
  async #prepare(cluster: RenderedCluster, signal: AbortSignal): Promise<KubeClient> {
    if (this.#client !== undefined && this.#server !== undefined && !this.#hasNewJudges(cluster)) return this.#client;
    this.close();
    const server = createApiServer({ clock: this.#clock });
    const client = createKubeClient({ fetch: server.as(administrator), server: 'http://preview', clock: this.#clock });
    this.#server = server;
    this.#client = client;
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } };
    for (const object of [namespace, ...fluxCustomResourceDefinitions()]) await client.create(object, {}, signal);
    client.forgetResources();
    return client;
  }

  #hasNewJudges(cluster: RenderedCluster): boolean {
    const isJudge = ({ object }: { readonly object: KubeObject }): boolean => judges.has(object.kind);
    const now = new Map(
      cluster.kustomizations.flatMap((rendered) =>
        rendered.objects.filter(isJudge).map(({ object }) => [keyOf(rendered, object), printJson(object as never)]),
      ),
    );
    const before = [...this.#judged].filter(([, judged]) => isJudge(judged));
    return before.length !== now.size || before.some(([key, { text }]) => now.get(key) !== text);
  }

  async #judgeAll(
    rendered: Rendered,
    judged: Map<string, Judged>,
    client: KubeClient,
    signal: AbortSignal,
  ): Promise<Finding[]> {
    const entries = new Map(rendered.objects.map((entry) => [entry.object, entry]));
    const findings: Finding[] = [];
    for (const stage of planStages([...entries.keys()])) {
      let hasKinds = false;
      for (const object of stage.objects) {
        const key = keyOf(rendered, object);
        const text = printJson(object as never);
        const known = this.#judged.get(key);
        const isKnown = known?.text === text;
        const verdict = isKnown ? known.verdict : await judge(object, known !== undefined, client, signal);
        hasKinds ||= !isKnown && object.kind === 'CustomResourceDefinition';
        judged.set(key, { object, text, verdict });
        if (verdict !== undefined) findings.push(located(verdict, rendered, object, entries.get(object)));
      }
      if (hasKinds) client.forgetResources();
    }
    return findings;
  }
}

function keyOf({ kustomization }: Rendered, object: KubeObject): string {
  return `${nameOf(kustomization)} ${inventoryId(objectReference(object))}`;
}

/** An object that was there before may not be allowed to change; only how it is now counts. */
async function judge(object: KubeObject, isOld: boolean, client: KubeClient, signal: AbortSignal): Promise<Verdict> {
  const verdict = await applyOne(object, client, signal);
  if (verdict === undefined || !isOld) return verdict;
  await forget(object, client, signal);
  return await applyOne(object, client, signal);
}

async function applyOne(object: KubeObject, client: KubeClient, signal: AbortSignal): Promise<Verdict> {
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

/** Takes an object out of the server; one that never got there is no loss. */
async function forget(object: KubeObject, client: KubeClient, signal: AbortSignal): Promise<void> {
  try {
    await client.delete(addressOf(object), {}, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    if (!(thrown instanceof ApiError || thrown instanceof NoMatchError)) throw thrown;
  }
}

function located(
  finding: Pick<Finding, 'kind' | 'message'>,
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
