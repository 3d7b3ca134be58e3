import { groups } from '@flux19/api';
import { listen } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import type { Bench } from '../bench.ts';
import { createAll } from '../objects.ts';
import type { Figure, Scenario } from '../scenario.ts';

const events = 5000;
const posters = 32;

/** How fast events reach a chat, and whether one that hangs slows the others. */
export const notifications: Scenario = {
  name: 'notifications',
  description: `${events} events posted → delivered, alone and beside a provider that never answers`,
  async run(bench: Bench): Promise<readonly Figure[]> {
    const { system, client } = bench;
    if (system === undefined) throw new Error('notifications needs the embedded system');
    const heard = new Counter();
    const sink = await listen({
      handler: async (request) => {
        await request.arrayBuffer();
        if (new URL(request.url).pathname === '/hanging') return new Promise<Response>(() => undefined);
        heard.add();
        return new Response('ok');
      },
    });
    try {
      const intake = system.controllers.events.url;
      await createAll(client, alertObjects(bench, 'quick', sink.url));
      const alone = await deliver(intake, heard, 'alone');
      await createAll(client, alertObjects(bench, 'hanging', sink.url));
      const beside = await deliver(intake, heard, 'beside');
      return [
        { what: 'alone', value: events / alone, unit: 'events/s' },
        { what: 'beside a provider that hangs', value: events / beside, unit: 'events/s' },
        { what: 'beside / alone', value: alone / beside, unit: '×' },
        { what: 'delivered', value: heard.count / (2 * events), unit: '×' },
      ];
    } finally {
      await sink.close();
    }
  },
};

class Counter {
  count = 0;
  #waiting: { readonly count: number; readonly resolve: () => void } | undefined;

  add(): void {
    this.count += 1;
    if (this.count === this.#waiting?.count) this.#waiting.resolve();
  }

  reach(count: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting = { count, resolve };
    return promise;
  }
}

/** Posts all events and resolves with the seconds until the last was heard. */
async function deliver(intake: string, heard: Counter, name: string): Promise<number> {
  const reached = heard.reach(heard.count + events);
  const began = performance.now();
  const left = Array.from({ length: events }, (_, n) => n).values();
  const poster = async (): Promise<void> => {
    for (const n of left) {
      const response = await fetch(intake, { method: 'POST', body: JSON.stringify(event(`${name}-${n}`)) });
      if (response.status !== 202) throw new Error(`the intake answered ${response.status}`);
    }
  };
  await Promise.all(Array.from({ length: posters }, poster));
  await reached;
  return (performance.now() - began) / 1000;
}

function event(name: string): object {
  return {
    involvedObject: { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization', name, namespace: 'flux-system' },
    severity: 'info',
    timestamp: new Date().toISOString(),
    message: `Reconciliation of ${name} finished`,
    reason: 'ReconciliationSucceeded',
    reportingController: 'kustomize-controller',
    reportingInstance: 'bench',
  };
}

function alertObjects({ namespace }: Bench, name: string, sink: string): readonly KubeObject[] {
  const apiVersion = `${groups.notification}/v1beta3`;
  const metadata = { name, namespace };
  return [
    { apiVersion, kind: 'Provider', metadata, spec: { type: 'generic', address: `${sink}/${name}` } },
    {
      apiVersion,
      kind: 'Alert',
      metadata,
      spec: { providerRef: { name }, eventSources: [{ kind: 'Kustomization', name: '*' }] },
    },
  ];
}
