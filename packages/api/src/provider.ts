import type { KubeObject } from '@flux19/objects';
import type { LocalObjectReference } from './common.ts';

/** Where and how events are sent. */
export interface ProviderSpec {
  readonly type: string;
  readonly channel?: string;
  readonly username?: string;
  readonly address?: string;
  /** A Go duration; 15 s when absent. */
  readonly timeout?: string;
  readonly proxy?: string;
  /** A Secret with `address`, and `username` and `password` where the proxy asks for them. */
  readonly proxySecretRef?: LocalObjectReference;
  /** A Secret with `address`, `token`, `username`, `password`, `headers`, and what single types read. */
  readonly secretRef?: LocalObjectReference;
  /** A Secret with `ca.crt`, `tls.crt`, `tls.key`. */
  readonly certSecretRef?: LocalObjectReference;
  readonly serviceAccountName?: string;
  readonly suspend?: boolean;
  /** CEL over `event`, `provider` and `alert` that gives the name of a commit status. */
  readonly commitStatusExpr?: string;
}

/** `notification.toolkit.fluxcd.io/v1beta3`; has no status. */
export interface Provider extends KubeObject {
  spec: ProviderSpec;
}
