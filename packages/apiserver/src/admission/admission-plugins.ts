import type { Clock } from '@flux19/ports';
import type { Authorizer } from '../access/authorizer.ts';
import type { AdmissionPlugin } from '../server/admission.ts';
import type { Store } from '../store/store.ts';
import { LimitRanger } from './limit-ranger/limit-ranger.ts';
import { RbacEscalation } from './rbac-escalation/rbac-escalation.ts';
import { ResourceQuota } from './resource-quota/resource-quota.ts';

/** What the plug-ins work with. */
export interface AdmissionServices {
  readonly clock: Clock;
  readonly store: Store;
  readonly authorizer: Authorizer;
}

export interface AdmissionChoice {
  /** Plug-ins of the embedder: asked after those that change objects, before those that judge the result. */
  readonly custom: readonly AdmissionPlugin[];
}

/** The plug-ins in the order in which kube-apiserver asks its own. */
export function admissionPlugins(
  { clock, store, authorizer }: AdmissionServices,
  { custom }: AdmissionChoice,
): AdmissionPlugin[] {
  return [new LimitRanger(store), new RbacEscalation(authorizer, store), ...custom, new ResourceQuota(store, clock)];
}
