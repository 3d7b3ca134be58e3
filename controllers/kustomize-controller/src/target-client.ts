import { type Kustomization, reasons } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { ReconcileError } from '@flux19/runtime';
import type { KustomizeSettings } from './settings.ts';

/** With whose rights a Kustomization is applied: the user to impersonate, or undefined for the controller itself. */
export function impersonatedUser({ spec, metadata }: Kustomization, settings: KustomizeSettings): string | undefined {
  const account = spec.serviceAccountName || settings.defaultServiceAccount;
  return account === '' ? undefined : `system:serviceaccount:${metadata.namespace}:${account}`;
}

/**
 * The client through which a Kustomization reaches its target. Throws ReconcileError when the target cannot be reached:
 * never falls back to the controller's own cluster or rights.
 */
export function targetClient(
  kustomization: Kustomization,
  client: KubeClient,
  settings: KustomizeSettings,
): KubeClient {
  if (kustomization.spec.kubeConfig !== undefined) {
    const message = 'spec.kubeConfig: applying to a remote cluster is not supported by this version';
    throw new ReconcileError(reasons.reconciliationFailed, message, { retry: 'never' });
  }
  const user = impersonatedUser(kustomization, settings);
  if (user === undefined) return client;
  const { namespace } = kustomization.metadata;
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return client.as({ user, groups });
}
