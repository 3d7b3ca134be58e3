import { type Kustomization, reasons } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { ReconcileError } from '@flux19/runtime';

/** A kubeconfig out of a Secret. */
export interface FoundKubeconfig {
  readonly text: string;
  /** Changes when the kubeconfig does. */
  readonly version: string;
}

/** Keys that Flux looks at when the reference names none; Cluster API writes the first. */
const defaultKeys = ['value', 'value.yaml'] as const;

/** Reads what `spec.kubeConfig` refers to. Throws ReconcileError with Flux's texts. */
export async function readKubeconfig(
  { spec, metadata }: Kustomization,
  client: KubeClient,
  signal: AbortSignal,
): Promise<FoundKubeconfig> {
  const { namespace = '' } = metadata;
  const { name = '', key } = spec.kubeConfig?.secretRef ?? {};
  const address = { apiVersion: 'v1', kind: 'Secret', namespace, name };
  const secret = await client.find(address, signal);
  if (secret === undefined) {
    throw failure(`unable to read KubeConfig secret '${namespace}/${name}' error: secrets "${name}" not found`);
  }
  const text = textOf(secret, key === undefined ? defaultKeys : [key]);
  if (text === undefined) {
    const missing = key ?? defaultKeys[0];
    throw failure(`KubeConfig secret '${namespace}/${name}' does not contain a '${missing}' key with a kubeconfig`);
  }
  return { text, version: `${secret.metadata.uid}/${secret.metadata.resourceVersion}/${key ?? ''}` };
}

function textOf(secret: KubeObject, keys: readonly string[]): string | undefined {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  const key = keys.find((candidate) => Object.hasOwn(data, candidate));
  return key === undefined ? undefined : Buffer.from(data[key] ?? '', 'base64').toString();
}

function failure(message: string): ReconcileError {
  return new ReconcileError(reasons.reconciliationFailed, message);
}
