import type { KubeObject } from '@flux19/objects';
import type { UserInfo } from '../access/user-info.ts';

/** One write on its way into the store. */
export interface AdmissionRequest {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE';
  readonly user: UserInfo;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** The new state; undefined on DELETE. Never modify it: return a changed copy. */
  readonly object: KubeObject | undefined;
  /** The stored state; undefined on CREATE. Never modify it. */
  readonly oldObject: KubeObject | undefined;
  readonly dryRun: boolean;
}

/**
 * A rule that every write passes. Runs synchronously, between defaulting and validation. An apply that changed nothing is
 * not asked about again while the object stays as it is, so that what a plug-in does to an UPDATE has to follow from the request.
 */
export interface AdmissionPlugin {
  readonly name: string;
  /** Returns the object to go on with. */
  mutate?(request: AdmissionRequest): KubeObject;
  /** Throws a StatusError to refuse the write; may return warnings, which the client gets as Warning headers. */
  validate?(request: AdmissionRequest): readonly string[] | undefined;
}
