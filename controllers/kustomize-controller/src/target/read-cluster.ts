import { createHash } from 'node:crypto';
import { type Kustomization, reasons } from '@flux19/api';
import { CloudError, type CloudTokens } from '@flux19/cloud-identity';
import { type FoundCluster, findCluster, hasReason, type KubeClient, readClusterReference } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';
import type { KustomizeSettings } from '../settings.ts';

/** A cluster that a ConfigMap describes. */
export interface DescribedCluster {
  readonly cluster: FoundCluster;
  /** Changes when another cluster is meant, or another identity is shown to it. */
  readonly version: string;
}

export interface ClusterSurroundings {
  readonly client: KubeClient;
  readonly settings: KustomizeSettings;
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
}

/** Reads what `spec.kubeConfig.configMapRef` refers to and finds the way there. Throws ReconcileError with Flux's texts. */
export async function readCluster(
  { spec, metadata }: Kustomization,
  { client, settings, cloudTokens }: ClusterSurroundings,
  signal: AbortSignal,
): Promise<DescribedCluster> {
  const { namespace = '' } = metadata;
  const configMap = await readConfigMap(client, namespace, spec.kubeConfig?.configMapRef?.name ?? '', signal);
  const rules = {
    isEnabled: settings.objectWorkloadIdentity,
    defaultAccount: settings.defaultKubeconfigServiceAccount,
  };
  const reference = readClusterReference(configMap);
  try {
    const cluster = await findCluster(client, { tokens: cloudTokens, rules }, reference, namespace, signal);
    const parts = [reference, cluster.server, cluster.certificateAuthority, cluster.identity];
    return { cluster, version: createHash('sha256').update(JSON.stringify(parts)).digest('hex') };
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown instanceof CloudError ? failure(thrown.message, thrown) : thrown;
  }
}

async function readConfigMap(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<KubeObject> {
  try {
    return await client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace, name }, signal);
  } catch (thrown) {
    throw hasReason(thrown, 'NotFound')
      ? failure(`failed to get configmap ${namespace}/${name}: ${thrown.message}`, thrown)
      : thrown;
  }
}

function failure(message: string, cause: unknown): ReconcileError {
  return new ReconcileError(reasons.reconciliationFailed, message, { cause });
}
