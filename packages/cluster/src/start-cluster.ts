import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type ApiServerOptions, administrator, createApiServer, tokenAuthenticator } from '@flux19/apiserver';
import { createKubeClient } from '@flux19/kube';
import { type Clock, systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import { podPlacement } from './admission/pod-placement.ts';
import { ServiceAddresses } from './admission/service-addresses.ts';
import { createSystemObjects } from './bootstrap/create-system-objects.ts';
import { nodeName } from './bootstrap/system-objects.ts';
import { ClientCertificates } from './client-certificates.ts';
import type { Cluster } from './cluster.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { controlPlaneUser } from './control/control-plane-user.ts';
import { type ClusterCredentials, keptCredentials, newCredentials } from './credentials.ts';
import { FaultSwitchboard } from './faults/fault-switchboard.ts';
import { applyInitialObjects } from './initial-objects.ts';
import { clockPath } from './paths/clock-path.ts';
import { faultsPath } from './paths/faults-path.ts';
import { snapshotPath } from './paths/snapshot-path.ts';
import { processFinder } from './processes/process-finder.ts';
import { RequestsUnderWay } from './rest/requests-under-way.ts';
import { takeTurns } from './rest/take-turns.ts';
import { type RunningControlPlane, runControlPlane } from './run-control-plane.ts';
import { internalServer, runningCluster } from './running-cluster.ts';
import { NodeLedger } from './scheduling/node-ledger.ts';
import { SqliteStorage } from './storage/sqlite-storage.ts';
import { webhookClient } from './webhooks/webhook-client.ts';

/**
 * Starts a cluster. Resolves when the API answers and the system's own objects exist, and those that were asked for. Rejects with
 * StorageError for an unusable data folder, SnapshotError for a snapshot and FaultRuleError for rules that make no sense.
 */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const { clock = systemClock, dataFolder, log = createLogger({ level: 'error', write: () => undefined }) } = options;
  const faults = new FaultSwitchboard();
  for (const rule of options.faults ?? []) faults.add(rule);
  const credentials = openCredentials(dataFolder, clock);
  const storage = dataFolder === undefined ? undefined : new SqliteStorage(join(dataFolder, 'cluster.db'));
  const clientCertificates = new ClientCertificates();
  const serviceAddresses = new ServiceAddresses();
  const ledger = new NodeLedger(nodeName);
  const underWay = new RequestsUnderWay();
  const stopping = new AbortController();
  const extensions: ApiServerOptions['extensions'] = [
    faultsPath(faults),
    snapshotPath({ snapshot: () => cluster.snapshot(), restore: (snapshot) => cluster.restore(snapshot) }),
    clockPath(clock, (ms) => cluster.advance(ms)),
  ];
  const api = createApiServer({
    clock,
    authenticator: {
      ...tokenAuthenticator(new Map([[credentials.token, administrator]])),
      authenticateConnection: (request) => clientCertificates.userOf(request),
    },
    admission: [serviceAddresses, podPlacement(nodeName, ledger)],
    serviceAccounts: true,
    webhookClient: webhookClient(() => ownClient),
    tokenKey: credentials.tokenSigningKey,
    podLogs: (request) => options.podLogs?.(request) ?? options.podRuntime?.logs(request),
    podProcesses: processFinder(options.podRuntime),
    faults: (request) => faults.decide(request),
    onRestart: () => cluster.breakConnections(),
    extensions,
    ...(storage === undefined ? {} : { storage }),
    ...(options.authorization === undefined ? {} : { authorization: options.authorization }),
    ...(options.eventHistory === undefined ? {} : { eventHistory: options.eventHistory }),
    ...(options.kubernetesVersion === undefined ? {} : { gitVersion: options.kubernetesVersion }),
  });
  const ownClient = createKubeClient({
    fetch: underWay.counting(takeTurns(api.as(controlPlaneUser))),
    server: internalServer,
    userAgent: 'kube-controller-manager',
    clock,
  });
  let controlPlane: RunningControlPlane | undefined;
  const cluster = runningCluster({
    api,
    clock,
    log,
    credentials,
    clientCertificates,
    faults,
    ownClient,
    pulse: {
      isBusy: () => underWay.count > 0 || controlPlane?.isAtRest() !== true,
      revision: () => api.revision,
    },
    async stop() {
      stopping.abort(new Error('the cluster is closing'));
      await controlPlane?.stopped;
      await options.podRuntime?.close();
      api.close();
      storage?.close();
    },
  });
  try {
    if (options.snapshot === undefined) await createSystemObjects(ownClient, clock, stopping.signal);
    else await cluster.restore(options.snapshot);
    const certificateAuthority = credentials.tls.ca;
    const { podRuntime } = options;
    const { clientAuthority } = credentials;
    const plane = {
      client: ownClient,
      policyWarnings: api.policyWarnings,
      clock,
      log,
      serviceAddresses,
      ledger,
      certificateAuthority,
      clientAuthority,
      podRuntime,
    };
    controlPlane = runControlPlane(plane, stopping.signal);
    if (options.objects !== undefined) await applyInitialObjects(ownClient, options.objects, stopping.signal);
    return cluster;
  } catch (thrown) {
    await cluster.close();
    throw thrown;
  }
}

function openCredentials(dataFolder: string | undefined, clock: Clock): ClusterCredentials {
  if (dataFolder === undefined) return newCredentials(clock.now());
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  return keptCredentials(dataFolder, clock.now());
}
