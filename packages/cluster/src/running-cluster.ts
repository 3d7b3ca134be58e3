import { type ApiServer, administrator } from '@flux19/apiserver';
import { createKubeClient, type KubeClient } from '@flux19/kube';
import { type Listener, listen } from '@flux19/listener';
import { type Clock, ManualClock, systemClock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import { createSystemObjects } from './bootstrap/create-system-objects.ts';
import type { ClientCertificates } from './client-certificates.ts';
import type { Cluster } from './cluster.ts';
import { certificateKubeconfig, clusterKubeconfig } from './cluster-kubeconfig.ts';
import type { ClusterCredentials } from './credentials.ts';
import type { FaultSwitchboard } from './faults/fault-switchboard.ts';
import { type Pulse, untilAtRest } from './rest/until-at-rest.ts';
import { snapshotOf, stateOf } from './snapshot/cluster-snapshot.ts';

/** What a cluster is made of. */
export interface ClusterParts {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly log: Logger;
  readonly credentials: ClusterCredentials;
  readonly clientCertificates: ClientCertificates;
  readonly faults: FaultSwitchboard;
  /** Acts as the control plane. */
  readonly ownClient: KubeClient;
  readonly pulse: Pulse;
  /** Stops what runs, in an order in which nothing is lost. */
  readonly stop: () => Promise<void>;
}

/** Base URL for requests that need no port. */
export const internalServer = 'http://kubernetes.default.svc';

const never = new AbortController().signal;

export interface RunningCluster extends Cluster {
  /** For the API server, when it starts anew. */
  breakConnections(): void;
}

/** A cluster whose parts run. Its functions may be taken from it and called on their own. */
export function runningCluster(parts: ClusterParts): RunningCluster {
  const { api, clock, credentials, faults, ownClient } = parts;
  const listeners: Listener[] = [];
  const client = createKubeClient({ fetch: api.as(administrator), server: internalServer });
  const openPort = async (port: number = 0): Promise<Listener> => {
    const listener = await openListener(parts, port);
    listeners.push(listener);
    return listener;
  };
  const kubeconfigFor: Cluster['kubeconfigFor'] = (server, user) =>
    user === undefined
      ? clusterKubeconfig(server, credentials)
      : // Whether a certificate is valid, TLS decides by the time of the machine.
        certificateKubeconfig(server, credentials, user, systemClock.now());
  const settle = (): Promise<void> => untilAtRest(parts.pulse);
  const close = async (): Promise<void> => {
    await Promise.all(listeners.splice(0).map((listener) => listener.close()));
    await parts.stop();
  };
  return {
    fetch: api.fetch,
    client,
    token: credentials.token,
    faults,
    listen: openPort,
    kubeconfig: async (user) => kubeconfigFor((listeners[0] ?? (await openPort())).url, user),
    kubeconfigFor,
    snapshot: () => snapshotOf(api.snapshot()),
    async restore(snapshot) {
      api.restore(stateOf(snapshot));
      ownClient.forgetResources();
      client.forgetResources();
      await createSystemObjects(ownClient, clock, never);
    },
    restart: (downMs = 0) => api.restart(downMs),
    settle,
    advance: (ms) => advance(clock, ms, settle),
    breakConnections() {
      for (const listener of listeners) listener.breakConnections();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function openListener(parts: ClusterParts, port: number): Promise<Listener> {
  const { api, credentials, clientCertificates, log } = parts;
  return listen({
    handler: api.fetch,
    upgrade: api.upgrade,
    port,
    tls: credentials.tls,
    clientAuthority: credentials.clientAuthority.cert,
    onClientCertificate: (request, certificate) => clientCertificates.remember(request, certificate),
    onFault: (fault) => log.error('a request was not answered', fault),
  });
}

async function advance(clock: Clock, ms: number, settle: () => Promise<void>): Promise<void> {
  if (!(clock instanceof ManualClock)) {
    throw new Error('the clock of this cluster cannot be moved: start it with a ManualClock');
  }
  await settle();
  await clock.advance(ms, settle);
  await settle();
}
