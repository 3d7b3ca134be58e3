import type { Kustomization } from '@flux19/api';
import type { Identity } from '@flux19/kube';
import type { KustomizeSettings } from '../settings.ts';

/** A service account by which a Kustomization is applied. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** With whose rights a Kustomization is applied; undefined for the controller's own. */
export function accountOf({ spec, metadata }: Kustomization, settings: KustomizeSettings): Account | undefined {
  const name = spec.serviceAccountName || settings.defaultServiceAccount;
  return name === '' ? undefined : { namespace: metadata.namespace ?? '', name };
}

/** The account as the API server knows it, with the groups that it gives every service account. */
export function identityOf({ namespace, name }: Account): Identity {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  return { user: `system:serviceaccount:${namespace}:${name}`, groups };
}
