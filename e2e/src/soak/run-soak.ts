import { setTimeout as wait } from 'node:timers/promises';
import { createKubeClient, type KubeClient, ObjectCache, parseKubeconfig } from '@flux19/kube';
import { Load, type Outcomes } from './load.ts';
import { type ServerProcess, startServerProcess, type Vitals } from './server-process.ts';
import { configMaps, namespace, soakManifests, widgets } from './soak-objects.ts';
import { StrictMirror } from './strict-mirror.ts';
import { delayVerdict, differences, memoryVerdict, rejectionVerdict, type Verdict } from './verdicts.ts';
import { WriteLedger } from './write-ledger.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly workers: number;
  readonly seed: number;
  readonly say: (line: string) => void;
}

/** The part of the time in which caches and histories of the server fill. */
const warmUpShare = 0.2;
const restartEveryMs = 30_000;
const patienceMs = 30_000;

interface Mirrors {
  readonly strict: ReadonlyMap<string, StrictMirror>;
  readonly ledgers: ReadonlyMap<string, WriteLedger>;
  /** What programs use, with faults on. */
  readonly caches: ReadonlyMap<string, ObjectCache>;
}

/** Puts a mixed load with faults on a cluster, and looks at how it fared. */
export async function runSoak({ minutes, workers, seed, say }: SoakOptions): Promise<readonly Verdict[]> {
  const server = await startServerProcess(seed);
  const stop = new AbortController();
  const loadStop = new AbortController();
  const connection = parseKubeconfig(server.kubeconfig, {});
  const client = createKubeClient({ fetch: connection.fetch, server: connection.server });
  try {
    for (const object of soakManifests)
      await persist(() => client.apply(object, { fieldManager: 'soak', force: true }, stop.signal));
    client.forgetResources();
    const mirrors = await startMirrors(client, stop.signal);
    const loads = Array.from(
      { length: workers },
      (_, n) => new Load({ client, ledgers: mirrors.ledgers, random: draws(seed * 1000 + n) }),
    );
    const running = Promise.all(loads.map((load) => load.run(loadStop.signal)));
    const restarting = restartNowAndThen(server, loadStop.signal);
    const warm = await watchOver(server, minutes, mirrors, say);
    const delays = await server.vitals();
    loadStop.abort(new Error('the time is over'));
    await Promise.all([running, restarting]);
    const { hits = {} } = await server.ask({ ask: 'hits' });
    await server.ask({ ask: 'end faults' });
    const settled = await settle(client, mirrors, stop.signal);
    const end = await server.vitals();
    say(`requests: ${told(totals(loads))}`);
    say(`faults: ${told(new Map(Object.entries(hits)))}`);
    stop.abort(new Error('the soak is over'));
    const endedByItself = await server.close();
    return [memoryVerdict(warm, end), ...settled, rejectionVerdict(end, endedByItself), delayVerdict(delays)];
  } finally {
    stop.abort(new Error('the soak is over'));
    loadStop.abort(new Error('the soak is over'));
    await server.close();
    await connection.close();
  }
}

async function startMirrors(client: KubeClient, signal: AbortSignal): Promise<Mirrors> {
  const kinds = [configMaps, widgets];
  const ledgers = new Map(kinds.map(({ kind }) => [kind, new WriteLedger()]));
  // Faults are meant for the administrator; somebody else sees everything.
  const spared = client.as({ user: 'mirror', groups: ['system:masters'] });
  const strict = new Map<string, StrictMirror>();
  for (const resource of kinds) {
    const mirror = new StrictMirror(spared, resource, ledgers.get(resource.kind) ?? new WriteLedger());
    await mirror.begin(signal);
    void mirror.run(signal);
    strict.set(resource.kind, mirror);
  }
  const caches = new Map(
    kinds.map((resource) => [
      resource.kind,
      new ObjectCache({ client, resource, namespace, dropsManagedFields: false }),
    ]),
  );
  for (const cache of caches.values()) void cache.run(signal);
  return { strict, ledgers, caches };
}

/** Lets the time pass, tells how things stand each minute, and answers how the server fared when it had warmed up. */
async function watchOver(
  server: ServerProcess,
  minutes: number,
  { ledgers }: Mirrors,
  say: (line: string) => void,
): Promise<Vitals> {
  const totalMs = minutes * 60_000;
  await wait(totalMs * warmUpShare);
  const warm = await server.vitals();
  await server.ask({ ask: 'forget delays' });
  const steps = Math.max(1, Math.floor(minutes * (1 - warmUpShare)));
  for (let step = 1; step <= steps; step += 1) {
    await wait((totalMs * (1 - warmUpShare)) / steps);
    if (step === steps) break;
    const { heapBytes, rssBytes, p99Ms } = await server.vitals();
    const writes = [...ledgers.values()].reduce((sum, ledger) => sum + ledger.writes, 0);
    const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
    say(
      `  ${writes} writes, heap ${megabytes(heapBytes)}, resident ${megabytes(rssBytes)}, p99 ${p99Ms.toFixed(1)} ms`,
    );
  }
  return warm;
}

async function restartNowAndThen(server: ServerProcess, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await wait(restartEveryMs, undefined, { signal }).catch(() => undefined);
    if (!signal.aborted) await server.ask({ ask: 'restart', downMs: 200 });
  }
}

/** Waits until the mirrors have caught up with the store, and compares. */
async function settle(client: KubeClient, mirrors: Mirrors, signal: AbortSignal): Promise<readonly Verdict[]> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const verdicts: Verdict[] = [];
    for (const resource of [configMaps, widgets]) verdicts.push(...(await compare(client, resource, mirrors, signal)));
    if (verdicts.every(({ isGood }) => isGood) || performance.now() > deadline) return verdicts;
    await wait(200);
  }
}

async function compare(
  client: KubeClient,
  resource: typeof configMaps | typeof widgets,
  { strict, ledgers, caches }: Mirrors,
  signal: AbortSignal,
): Promise<readonly Verdict[]> {
  const { kind } = resource;
  const { items } = await client.list(resource, { namespace }, signal);
  const mirror = strict.get(kind);
  const ledger = ledgers.get(kind);
  const cached = new Map((caches.get(kind)?.list() ?? []).map((object) => [object.metadata.name, object]));
  const wrong = differences(mirror?.objects ?? new Map(), items);
  const wrongInCache = differences(cached, items);
  const missing = ledger?.missing ?? [];
  const failures = mirror?.failures ?? [];
  return [
    {
      subject: `events of ${kind}s`,
      isGood: missing.length === 0 && ledger?.disorder === 0 && failures.length === 0,
      told: `${ledger?.writes} writes answered, ${missing.length} without their event, ${ledger?.disorder} out of order, ${mirror?.resumes} watches resumed${first([...missing, ...failures])}`,
    },
    {
      subject: `mirrors of ${kind}s`,
      isGood: wrong.length === 0 && wrongInCache.length === 0,
      told: `${items.length} objects, ${wrong.length} differ by watches alone, ${wrongInCache.length} in the cache with faults on${first([...wrong, ...wrongInCache])}`,
    },
  ];
}

function first(texts: readonly string[]): string {
  return texts.length === 0 ? '' : `: ${texts.slice(0, 3).join(', ')}`;
}

function totals(loads: readonly Load[]): Outcomes {
  const sum: Outcomes = new Map();
  for (const { outcomes } of loads) {
    for (const [outcome, count] of outcomes) sum.set(outcome, (sum.get(outcome) ?? 0) + count);
  }
  return sum;
}

function told(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ');
}

/** Faults are on from the start. */
async function persist(act: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await act();
      return;
    } catch (thrown) {
      if (attempt === 20) throw thrown;
      await wait(50);
    }
  }
}

/** Numbers that follow from the seed. */
function draws(seed: number): () => number {
  let state = seed % 2_147_483_646;
  return () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
