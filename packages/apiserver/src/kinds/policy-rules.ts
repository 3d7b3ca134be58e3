import { isPathSegmentName, isPathSegmentPrefix } from '@flux19/objects';
import {
  validateValidatingBinding,
  validateValidatingPolicy,
} from '../admission/policies/validating/validate-policy.ts';
import { objectField, textField } from '../json/fields.ts';
import { keepRequest, nameRequester, prepareRequestStatus } from './certificate-request.ts';
import { convertHorizontalPodAutoscaler } from './conversion/horizontal-pod-autoscaler.ts';
import {
  defaultAdmissionPolicy,
  defaultAdmissionPolicyBinding,
  defaultApiService,
  defaultCsiDriver,
  defaultEndpointSlice,
  defaultHorizontalPodAutoscaler,
  defaultIngressClass,
  defaultNetworkPolicy,
  defaultPriorityClass,
  defaultRoleBinding,
  defaultStorageClass,
  defaultWebhookConfiguration,
} from './defaults/policies.ts';
import type { KindRules } from './kind-rules.ts';
import {
  validateHorizontalPodAutoscaler,
  validateIngress,
  validateNetworkPolicy,
  validatePodDisruptionBudget,
  validatePriorityClassUpdate,
  validateRole,
  validateRoleBinding,
  validateRoleBindingUpdate,
  validateStorageClassUpdate,
} from './validation/policies.ts';

type GroupRules = Readonly<Record<string, KindRules>>;

/** RBAC objects may be called what users are called: with colons, slashes excepted. */
const rbacName: NonNullable<KindRules['validateName']> = (name, isPrefix) =>
  isPrefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);

const role: KindRules = {
  validate: validateRole,
  validateUpdate: validateRole,
  validateName: rbacName,
  allowCreateOnUpdate: true,
};
const roleBinding: KindRules = {
  setDefaults: defaultRoleBinding,
  validate: validateRoleBinding,
  validateUpdate: validateRoleBindingUpdate,
  validateName: rbacName,
  allowCreateOnUpdate: true,
};
const webhooks: KindRules = {
  setDefaults: defaultWebhookConfiguration,
  hasGeneration: true,
  generationFields: [['webhooks']],
  requiresResourceVersion: true,
};
const admissionPolicy: KindRules = {
  setDefaults: defaultAdmissionPolicy,
  hasGeneration: true,
  requiresResourceVersion: true,
};
const admissionBinding: KindRules = {
  setDefaults: defaultAdmissionPolicyBinding,
  hasGeneration: true,
  requiresResourceVersion: true,
};
const returned: KindRules = { returnsDeletedObject: true };

/** The rules of the smaller groups, by group and plural. */
export const policyRules: Readonly<Record<string, GroupRules>> = {
  'admissionregistration.k8s.io': {
    mutatingadmissionpolicies: admissionPolicy,
    mutatingadmissionpolicybindings: admissionBinding,
    mutatingwebhookconfigurations: webhooks,
    validatingadmissionpolicies: {
      ...admissionPolicy,
      validate: validateValidatingPolicy,
      validateUpdate: validateValidatingPolicy,
    },
    validatingadmissionpolicybindings: {
      ...admissionBinding,
      validate: validateValidatingBinding,
      validateUpdate: validateValidatingBinding,
    },
    validatingwebhookconfigurations: webhooks,
  },
  'apiregistration.k8s.io': { apiservices: { setDefaults: defaultApiService } },
  autoscaling: {
    horizontalpodautoscalers: {
      setDefaults: defaultHorizontalPodAutoscaler,
      hasGeneration: true,
      validate: validateHorizontalPodAutoscaler,
      validateUpdate: validateHorizontalPodAutoscaler,
      convert: convertHorizontalPodAutoscaler,
    },
  },
  'certificates.k8s.io': {
    certificatesigningrequests: {
      prepareForCreate: nameRequester,
      prepareForUpdate: keepRequest,
      prepareForStatusUpdate: prepareRequestStatus,
      selectableFields: (request) => ({ 'spec.signerName': textField(objectField(request, 'spec'), 'signerName') }),
    },
  },
  'coordination.k8s.io': {
    leases: { allowCreateOnUpdate: true, requiresResourceVersion: true },
    leasecandidates: { allowCreateOnUpdate: true, requiresResourceVersion: true },
  },
  'discovery.k8s.io': {
    endpointslices: {
      setDefaults: defaultEndpointSlice,
      hasGeneration: true,
      generationFields: [['endpoints'], ['ports'], ['addressType']],
    },
  },
  'flowcontrol.apiserver.k8s.io': {
    flowschemas: { hasGeneration: true },
    prioritylevelconfigurations: { hasGeneration: true },
  },
  'networking.k8s.io': {
    ingressclasses: { setDefaults: defaultIngressClass, hasGeneration: true },
    ingresses: { hasGeneration: true, validate: validateIngress, validateUpdate: validateIngress },
    networkpolicies: {
      setDefaults: defaultNetworkPolicy,
      hasGeneration: true,
      validate: validateNetworkPolicy,
      validateUpdate: validateNetworkPolicy,
    },
  },
  policy: {
    poddisruptionbudgets: {
      hasGeneration: true,
      requiresResourceVersion: true,
      validate: validatePodDisruptionBudget,
      validateUpdate: validatePodDisruptionBudget,
    },
  },
  'rbac.authorization.k8s.io': {
    clusterroles: role,
    roles: role,
    clusterrolebindings: roleBinding,
    rolebindings: roleBinding,
  },
  'resource.k8s.io': {
    deviceclasses: { ...returned, hasGeneration: true },
    devicetaintrules: { ...returned, hasGeneration: true },
    resourceclaims: returned,
    resourceclaimtemplates: returned,
    resourceslices: { ...returned, hasGeneration: true },
  },
  'scheduling.k8s.io': {
    priorityclasses: {
      setDefaults: defaultPriorityClass,
      hasGeneration: true,
      generationFields: [['value'], ['globalDefault'], ['description']],
      validateUpdate: validatePriorityClassUpdate,
    },
  },
  'storage.k8s.io': {
    csidrivers: { ...returned, setDefaults: defaultCsiDriver, requiresResourceVersion: true },
    csinodes: { ...returned, requiresResourceVersion: true },
    csistoragecapacities: { requiresResourceVersion: true },
    storageclasses: { ...returned, setDefaults: defaultStorageClass, validateUpdate: validateStorageClassUpdate },
    volumeattachments: { ...returned, requiresResourceVersion: true },
    volumeattributesclasses: returned,
  },
};
