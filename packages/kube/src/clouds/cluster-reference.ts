import type { KubeObject } from '@flux19/objects';

/** What a ConfigMap says about a cluster that is reached by an identity instead of a kubeconfig. Keys and meanings are Flux's. */
export interface ClusterReference {
  readonly provider: string;
  /** The cloud's name of the cluster: an ARN, an id, a path. Empty when it is not needed. */
  readonly cluster: string;
  /** Empty when the cloud knows it. */
  readonly address: string;
  /** PEM; empty when the cloud knows it. */
  readonly certificateAuthority: string;
  readonly audiences: readonly string[];
  /** Empty for the identity of this process. */
  readonly serviceAccountName: string;
}

/** Reads the keys `provider`, `cluster`, `address`, `ca.crt`, `audiences` (one a line) and `serviceAccountName`. */
export function readClusterReference(configMap: KubeObject): ClusterReference {
  const data = (configMap['data'] ?? {}) as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (Object.hasOwn(data, key) ? String(data[key]) : '');
  const audiences = text('audiences').split('\n');
  return {
    provider: text('provider'),
    cluster: text('cluster'),
    address: text('address'),
    certificateAuthority: text('ca.crt'),
    audiences: audiences.map((audience) => audience.trim()).filter((audience) => audience !== ''),
    serviceAccountName: text('serviceAccountName'),
  };
}
