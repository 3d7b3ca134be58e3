import { setTimeout as wait } from 'node:timers/promises';
import { ApiError, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { configMap, configMaps, deployment, deployments, namespace, widget, widgets } from './soak-objects.ts';
import type { WriteLedger } from './write-ledger.ts';

/** Names that objects of a kind may have: their number stays bounded however long the load lasts. */
const names = 150;
const deploymentNames = 5;
/** Between two requests of a worker. */
const pauseMs = 25;

export interface LoadOptions {
  readonly client: KubeClient;
  /** By kind. */
  readonly ledgers: ReadonlyMap<string, WriteLedger>;
  /** 0 <= x < 1; decides what is done. */
  readonly random: () => number;
}

/** Counts of requests by how they ended. */
export type Outcomes = Map<string, number>;

type Deed = (load: Load, signal: AbortSignal) => Promise<unknown>;

/** What a worker does, and how often in relation to the others. */
const deeds: readonly (readonly [number, Deed])[] = [
  [
    20,
    (load, signal) => load.write('create', (client) => client.create(configMap(load.name(), load.text()), {}, signal)),
  ],
  [
    10,
    (load, signal) => load.write('create', (client) => client.create(widget(load.name(), load.upTo(200)), {}, signal)),
  ],
  [
    15,
    (load, signal) => load.write('apply', (client) => load.apply(client, configMap(load.name(), load.text()), signal)),
  ],
  [
    15,
    (load, signal) => load.write('apply', (client) => load.apply(client, widget(load.name(), load.upTo(200)), signal)),
  ],
  [10, (load, signal) => load.replace(configMaps, signal)],
  [5, (load, signal) => load.writeStatus(signal)],
  [10, (load, signal) => load.remove(configMaps, signal)],
  [10, (load, signal) => load.remove(widgets, signal)],
  [15, (load, signal) => load.client.find({ ...configMaps, namespace, name: load.name() }, signal)],
  [4, (load, signal) => load.client.list(widgets, { namespace, limit: 20 }, signal)],
  [4, (load, signal) => load.client.list(configMaps, { namespace, labelSelector: 'soak=yes' }, signal)],
  [2, (load, signal) => load.apply(load.client, deployment(load.name(deploymentNames), load.upTo(4)), signal)],
  [1, (load, signal) => load.remove(deployments, signal, deploymentNames)],
  [1, (load, signal) => load.client.deleteCollection({ apiVersion: 'v1', kind: 'Event' }, { namespace }, signal)],
  [3, (load, signal) => load.glance(signal)],
];

const weights = deeds.reduce((sum, [weight]) => sum + weight, 0);

/** Sends one request after the other until the signal aborts. */
export class Load {
  readonly client: KubeClient;
  readonly outcomes: Outcomes = new Map();
  readonly #options: LoadOptions;

  constructor(options: LoadOptions) {
    this.#options = options;
    this.client = options.client;
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const outcome = await this.#deed()(this, signal).then(() => 'done', outcomeOf);
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1);
      await wait(pauseMs * 2 * this.#options.random());
    }
  }

  upTo(limit: number): number {
    return Math.floor(this.#options.random() * limit);
  }

  name(limit: number = names): string {
    return `soak-${this.upTo(limit)}`;
  }

  text(): string {
    return 'v'.repeat(1 + this.upTo(2000));
  }

  async apply(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<KubeObject> {
    return (await client.apply(object, { fieldManager: `soak-${this.upTo(3)}`, force: true }, signal)).object;
  }

  /** Does a write and enters its answer into the ledger of its kind. */
  async write(what: string, act: (client: KubeClient) => Promise<KubeObject>): Promise<void> {
    const before = new Map([...this.#options.ledgers].map(([kind, { highest }]) => [kind, highest]));
    const { kind, metadata } = await act(this.client);
    const revision = Number(metadata.resourceVersion);
    this.#options.ledgers.get(kind)?.answered(`${what} ${kind}/${metadata.name}`, revision, before.get(kind) ?? 0);
  }

  async replace(resource: typeof configMaps, signal: AbortSignal): Promise<void> {
    const found = await this.client.find({ ...resource, namespace, name: this.name() }, signal);
    if (found === undefined) return;
    const changed = { ...found, data: { value: this.text() } };
    await this.write('update', (client) => client.update(changed, {}, signal));
  }

  async writeStatus(signal: AbortSignal): Promise<void> {
    const address = { ...widgets, namespace, name: this.name() };
    const patch = { status: { seen: this.upTo(1000) } };
    await this.write('patch', (client) =>
      client.patch(address, patch, { type: 'merge', subresource: 'status' }, signal),
    );
  }

  async remove(
    resource: typeof configMaps | typeof widgets | typeof deployments,
    signal: AbortSignal,
    limit: number = names,
  ): Promise<void> {
    await this.client.delete({ ...resource, namespace, name: this.name(limit) }, {}, signal);
  }

  /** A watch that somebody opens and soon closes. */
  async glance(signal: AbortSignal): Promise<void> {
    const brief = new AbortController();
    const ending = AbortSignal.any([signal, brief.signal]);
    void wait(500).then(() => brief.abort(new Error('enough')));
    for await (const _ of this.client.watch(configMaps, { namespace }, ending)) if (ending.aborted) return;
  }

  #deed(): Deed {
    let left = this.#options.random() * weights;
    for (const [weight, deed] of deeds) {
      left -= weight;
      if (left < 0) return deed;
    }
    return async () => undefined;
  }
}

function outcomeOf(thrown: unknown): string {
  return thrown instanceof ApiError ? String(thrown.code) : thrown instanceof Error ? thrown.name : 'unknown';
}
