import type { ApiServer } from '@flux19/apiserver';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import type { ClientAuthority } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { type ControllerDefinition, createMetrics, type Logger, Manager, type ObjectKey } from '@flux19/runtime';
import type { ServiceAddresses } from './admission/service-addresses.ts';
import { keepNodeLease } from './bootstrap/node-lease.ts';
import { certificateSigner } from './certificates/certificate-signer.ts';
import { addControlPlane } from './control/control-plane.ts';
import type { ClusterController } from './control/controller.ts';
import { expireEvents } from './lifecycle/event-expiry.ts';
import { GarbageCollector } from './lifecycle/garbage-collector.ts';
import { namespaceContentsController } from './lifecycle/namespace-contents.ts';
import { finishNamespaceDeletion } from './lifecycle/namespace-deletion.ts';
import { endpointSliceController } from './network/endpoint-slice.ts';
import { ingressController } from './network/ingress.ts';
import { LoadBalancer } from './network/load-balancer.ts';
import { type LoadBalancerAddresses, loopbackAddresses } from './network/load-balancer-addresses.ts';
import { serviceController } from './network/service.ts';
import { disruptionBudgetController } from './policy/disruption-budget.ts';
import { quotaKeys, resourceQuotaController, resourceQuotaName } from './policy/resource-quota.ts';
import { claimProtectionController, volumeProtectionController } from './policy/storage-protection.ts';
import { validatingPolicyController } from './policy/validating-policy.ts';
import type { PodRuntime } from './processes/pod-runtime.ts';
import { processPods, processPodsName } from './processes/process-pods.ts';
import { addScheduling } from './scheduling/add-scheduling.ts';
import type { NodeLedger } from './scheduling/node-ledger.ts';
import { nodeTaintController } from './scheduling/node-taints.ts';
import { volumeClaimController, volumeController } from './volumes/volume-claim.ts';
import { cronJobController } from './workloads/cron-job.ts';
import { daemonSetController } from './workloads/daemon-set.ts';
import { deploymentController } from './workloads/deployment.ts';
import { jobController } from './workloads/job.ts';
import { podController } from './workloads/pod.ts';
import { replicaSetController } from './workloads/replica-set.ts';
import { revisionHistoryController } from './workloads/revision-history.ts';
import { statefulSetController } from './workloads/stateful-set.ts';

export interface ControlPlane {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  readonly policyWarnings: ApiServer['policyWarnings'];
  readonly serviceAddresses: ServiceAddresses;
  readonly ledger: NodeLedger;
  /** PEM. */
  readonly certificateAuthority: string;
  readonly clientAuthority: ClientAuthority;
  /** Runs some Pods for real. */
  readonly podRuntime: PodRuntime | undefined;
}

const crds = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' } as const;

/** What acts on the cluster's objects by itself. */
export interface RunningControlPlane {
  /** Whether everything has begun and nothing is left to do now. */
  isAtRest(): boolean;
  /** Resolves when it has stopped. */
  readonly stopped: Promise<void>;
}

/** Runs everything that acts on the cluster's objects by itself, until the signal aborts. */
export function runControlPlane(plane: ControlPlane, signal: AbortSignal): RunningControlPlane {
  const { client, clock, log } = plane;
  const caches = new SharedCaches({ client, signal, clock });
  const manager = new Manager({ client, caches, log, metrics: createMetrics(), clock, gracefulShutdownMs: 1_000 });
  let isRunning = false;
  const began = (): void => {
    isRunning = true;
  };
  const stopped = runControllers(plane, { caches, manager, began }, signal);
  return { isAtRest: () => isRunning && manager.isAtRest, stopped };
}

interface Machinery {
  readonly caches: SharedCaches;
  readonly manager: Manager;
  /** Called when every controller has been added. */
  readonly began: () => void;
}

/** Never rejects. */
async function runControllers(
  plane: ControlPlane,
  { caches, manager, began }: Machinery,
  signal: AbortSignal,
): Promise<void> {
  const { client, clock, log, ledger } = plane;
  try {
    const balancer = plane.podRuntime === undefined ? undefined : new LoadBalancer(log);
    const controllers = allControllers(plane, balancer ?? loopbackAddresses);
    const view = await addControlPlane(manager, { client, caches, clock, controllers, log }, signal);
    await addScheduling(manager, { client, caches, clock, log, ledger }, signal);
    if (plane.podRuntime !== undefined) {
      const wake = (key: ObjectKey): void => manager.enqueue(processPodsName, key);
      manager.add(processPods({ client, clock, runtime: plane.podRuntime, wake }));
    }
    manager.add(namespaceDeletion(plane));
    const services = await caches.acquire({ apiVersion: 'v1', kind: 'Service' }, {}, signal);
    services.cache.onChange(({ type, object }) => {
      balancer?.update(object, type === 'DELETED', view);
      if (type === 'DELETED') plane.serviceAddresses.release(object);
      else plane.serviceAddresses.reserve(object);
    });
    const { cache: quotas } = await caches.acquire({ apiVersion: 'v1', kind: 'ResourceQuota' }, {}, signal);
    manager.add(resourceQuotaController({ client, clock, view, quotas }));
    const onDeleted = ({ metadata }: KubeObject): void => {
      for (const key of quotaKeys(quotas, metadata.namespace ?? '')) manager.enqueue(resourceQuotaName, key);
    };
    const collector = new GarbageCollector({ client, clock, log, onDeleted });
    const definitions = await caches.acquire(crds, {}, signal);
    definitions.cache.onChange(() => collector.refresh());
    signal.addEventListener('abort', () => balancer?.close(), { once: true });
    began();
    await Promise.all([
      manager.run(signal),
      collector.run(signal),
      expireEvents(client, clock, signal),
      keepNodeLease({ client, clock, log, node: () => ledger.node }, signal),
    ]);
  } catch (thrown) {
    if (!signal.aborted) log.error('the control plane of the cluster stopped', thrown);
  }
}

function allControllers(plane: ControlPlane, addresses: LoadBalancerAddresses): readonly ClusterController[] {
  return [
    deploymentController,
    replicaSetController,
    statefulSetController,
    daemonSetController,
    revisionHistoryController('StatefulSet'),
    revisionHistoryController('DaemonSet'),
    jobController,
    cronJobController,
    podController((pod) => plane.podRuntime?.takes(pod) === true),
    serviceController(addresses),
    ingressController(addresses),
    endpointSliceController,
    volumeClaimController,
    volumeController,
    claimProtectionController,
    volumeProtectionController,
    disruptionBudgetController,
    validatingPolicyController(plane.policyWarnings),
    nodeTaintController,
    certificateSigner(plane.clientAuthority),
    namespaceContentsController(() => plane.certificateAuthority),
  ];
}

function namespaceDeletion({ client, clock }: ControlPlane): ControllerDefinition {
  return {
    name: 'namespace-deletion',
    resource: { apiVersion: 'v1', kind: 'Namespace' },
    fieldManager: 'kube-controller-manager',
    isTrigger: () => true,
    async reconcile(_key, signal, { object }) {
      if (object.metadata.deletionTimestamp === undefined) return {};
      return { requeueAfterMs: await finishNamespaceDeletion(client, object, clock.now(), signal) };
    },
  };
}
