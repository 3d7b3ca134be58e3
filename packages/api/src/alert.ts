import type { KubeObject } from '@flux19/objects';
import type { LocalObjectReference } from './common.ts';
import type { CrossNamespaceObjectReference } from './notification-reference.ts';

/** Which events go to which provider. */
export interface AlertSpec {
  readonly providerRef: LocalObjectReference;
  /** `info` lets every event pass. */
  readonly eventSeverity?: 'info' | 'error';
  readonly eventSources: readonly CrossNamespaceObjectReference[];
  /** Go regular expressions on the message; one has to match. */
  readonly inclusionList?: readonly string[];
  /** Go regular expressions on the message; none may match. */
  readonly exclusionList?: readonly string[];
  readonly eventMetadata?: Readonly<Record<string, string>>;
  readonly summary?: string;
  readonly suspend?: boolean;
}

/** `notification.toolkit.fluxcd.io/v1beta3`; has no status. */
export interface Alert extends KubeObject {
  spec: AlertSpec;
}
