import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BackgroundCommand, bareEnvironment, freePort, startCommand } from '@flux19/processes';
import { referenceClient } from '../reference-clients/reference-client.ts';
import type { Kubectl } from './kubectl.ts';
import { podIdentity } from './pod-identity.ts';

/** Running controllers of Flux, by their names. */
export interface ReferenceControllers {
  /** One that runs. Throws when it was not started. */
  command(name: string): BackgroundCommand;
  /** Address of a controller's metrics. */
  metrics(name: string): string;
  /** Address that webhooks of Receivers call. */
  readonly receivers: string;
  /** Ends one as Kubernetes ends a Pod, and starts it again. */
  restart(name: string): Promise<void>;
  stop(): Promise<void>;
}

interface Addresses {
  readonly events: string;
  readonly receivers: string;
  readonly artifacts: string;
}

/** What the manifests of an installation give to each controller besides what they give to all. */
function ownArguments(name: string, { events, receivers, artifacts }: Addresses, storage: string): readonly string[] {
  if (name === 'notification-controller') return [`--events-addr=${events}`, `--receiverAddr=${receivers}`];
  const sends = `--events-addr=http://${events}/`;
  if (name === 'source-controller') {
    return [sends, `--storage-path=${storage}`, `--storage-addr=${artifacts}`, `--storage-adv-addr=${artifacts}`];
  }
  return name === 'image-reflector-controller' ? [sends, `--storage-path=${storage}`] : [sends];
}

/** Starts controllers as an installation in a cluster runs them: as their ServiceAccounts, with ports and folders of their own. */
export async function startReferenceControllers(
  names: readonly string[],
  { kubectl, folder }: { readonly kubectl: Kubectl; readonly folder: string },
): Promise<ReferenceControllers> {
  const local = async (): Promise<string> => `127.0.0.1:${await freePort()}`;
  const addresses: Addresses = { events: await local(), receivers: await local(), artifacts: await local() };
  const metrics = new Map<string, string>();
  const running = new Map<string, BackgroundCommand>();

  const start = async (name: string): Promise<void> => {
    const home = join(folder, name);
    mkdirSync(join(home, 'storage'), { recursive: true });
    const metricsAddress = await local();
    metrics.set(name, `http://${metricsAddress}/metrics`);
    const args = [
      `--metrics-addr=${metricsAddress}`,
      `--health-addr=${await local()}`,
      '--enable-leader-election',
      '--log-encoding=console',
      ...ownArguments(name, addresses, join(home, 'storage')),
    ];
    const identity = await podIdentity(kubectl, { namespace: 'flux-system', name }, join(home, 'service-account'));
    const [program, ...before] = identity.before;
    const environment = { ...bareEnvironment(home), ...identity.environment };
    const command = [...before, referenceClient(name), ...args];
    running.set(name, startCommand(program, command, { environment, workingFolder: home }));
  };
  for (const name of names) await start(name);

  const command = (name: string): BackgroundCommand => {
    const found = running.get(name);
    if (found === undefined) throw new Error(`${name} was not started`);
    return found;
  };
  return {
    command,
    metrics: (name) => metrics.get(name) ?? '',
    receivers: `http://${addresses.receivers}`,
    async restart(name) {
      await command(name).stop();
      await start(name);
    },
    async stop() {
      await Promise.all([...running.values()].map((each) => each.stop()));
    },
  };
}
