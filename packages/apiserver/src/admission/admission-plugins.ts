import type { Authorizer } from '../access/authorizer.ts';
import type { AdmissionPlugin } from '../server/admission.ts';
import type { Store } from '../store/store.ts';
import { RbacEscalation } from './rbac-escalation/rbac-escalation.ts';

/** What the plug-ins work with. */
export interface AdmissionServices {
  readonly store: Store;
  readonly authorizer: Authorizer;
}

export interface AdmissionChoice {
  /** Plug-ins of the embedder: asked after those that change objects, before those that judge the result. */
  readonly custom: readonly AdmissionPlugin[];
}

/** The plug-ins in the order in which kube-apiserver asks its own. */
export function admissionPlugins(services: AdmissionServices, { custom }: AdmissionChoice): AdmissionPlugin[] {
  return [new RbacEscalation(services.authorizer, services.store), ...custom];
}
