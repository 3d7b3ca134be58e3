import type { KubeObject } from '@flux19/objects';
import type { CommonStatus, LocalObjectReference } from './common.ts';
import type { CrossNamespaceObjectReference } from './notification-reference.ts';

/** Objects that a webhook asks to reconcile; `filter` is CEL over `res`, `req` and, for generic-oidc, `claims`. */
export interface ReceiverResource extends CrossNamespaceObjectReference {
  readonly filter?: string;
}

/** An issuer whose tokens a generic-oidc Receiver accepts. */
export interface OidcProvider {
  readonly issuerURL: string;
  /** `notification-controller` when absent. */
  readonly audience?: string;
  readonly variables?: readonly { readonly name: string; readonly expression: string }[];
  readonly validations?: readonly { readonly expression: string; readonly message: string }[];
}

/** What may call a webhook and what it sets off. */
export interface ReceiverSpec {
  readonly type: string;
  /** A Go duration; 10 m when absent. */
  readonly interval?: string;
  readonly events?: readonly string[];
  readonly resources: readonly ReceiverResource[];
  readonly resourceFilter?: string;
  /** A Secret with `token`; gcr also reads `email` and `audience`. */
  readonly secretRef?: LocalObjectReference;
  readonly oidcProviders?: readonly OidcProvider[];
  readonly suspend?: boolean;
}

/** What the controller says of a Receiver. */
export interface ReceiverStatus extends CommonStatus {
  /** `/hook/<hex sha256(token + name + namespace)>`. */
  webhookPath?: string;
}

/** `notification.toolkit.fluxcd.io/v1`. */
export interface Receiver extends KubeObject {
  spec: ReceiverSpec;
  status?: ReceiverStatus;
}
