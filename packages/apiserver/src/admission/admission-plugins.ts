import type { Clock } from '@flux19/ports';
import type { Authorizer } from '../access/authorizer.ts';
import type { ObjectDecoder } from '../decode/decode-object.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import type { AdmissionPlugin } from '../server/admission.ts';
import type { WebhookClient } from '../server/webhook-client.ts';
import type { Store } from '../store/store.ts';
import { certificateAuthority, certificateSubjectRestriction } from './certificates/certificate-requests.ts';
import { claimResize } from './claim-resize/claim-resize.ts';
import { defaultIngressClass, defaultStorageClass } from './default-class/default-classes.ts';
import { defaultTolerationSeconds } from './default-toleration-seconds/default-toleration-seconds.ts';
import { LimitRanger } from './limit-ranger/limit-ranger.ts';
import { PodSecurity } from './pod-security/pod-security.ts';
import { MutatingAdmissionPolicy } from './policies/mutating/mutating-admission-policy.ts';
import { ValidatingAdmissionPolicy } from './policies/validating/validating-admission-policy.ts';
import { PriorityAdmission } from './priority/priority.ts';
import { RbacEscalation } from './rbac-escalation/rbac-escalation.ts';
import { ResourceQuota } from './resource-quota/resource-quota.ts';
import { RuntimeClassAdmission } from './runtime-class/runtime-class.ts';
import { ServiceAccountAdmission } from './service-account/service-account.ts';
import { storageProtection } from './storage-protection/storage-protection.ts';
import { MutatingWebhooks } from './webhooks/mutating-webhooks.ts';
import { ValidatingWebhooks } from './webhooks/validating-webhooks.ts';

/** What the plug-ins work with. */
export interface AdmissionServices {
  readonly clock: Clock;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly authorizer: Authorizer;
  readonly decoder: ObjectDecoder;
  readonly newUid: () => string;
  readonly webhookClient: WebhookClient | undefined;
}

export interface AdmissionChoice {
  /** Plug-ins of the embedder: asked after those that change objects, before those that judge the result. */
  readonly custom: readonly AdmissionPlugin[];
  /** Whether somebody makes the default account of every namespace: then pods need one. */
  readonly serviceAccounts: boolean;
}

/** The plug-ins in the order in which kube-apiserver asks its own. */
export function admissionPlugins(
  services: AdmissionServices,
  { custom, serviceAccounts }: AdmissionChoice,
): AdmissionPlugin[] {
  const { clock, store, authorizer, newUid, webhookClient } = services;
  const ports = { client: webhookClient, clock, newUid };
  return [
    new LimitRanger(store),
    ...(serviceAccounts ? [new ServiceAccountAdmission(store, clock)] : []),
    new PodSecurity(store),
    new PriorityAdmission(store),
    defaultTolerationSeconds,
    defaultStorageClass(store),
    storageProtection,
    claimResize(store),
    new RuntimeClassAdmission(store),
    certificateAuthority(authorizer),
    certificateSubjectRestriction,
    defaultIngressClass(store),
    new MutatingAdmissionPolicy(services),
    new MutatingWebhooks(services, ports),
    new RbacEscalation(authorizer, store),
    ...custom,
    new ValidatingAdmissionPolicy(services),
    new ValidatingWebhooks(services, ports),
    new ResourceQuota(store, clock),
  ];
}
