import { isPathSegmentName, isPathSegmentPrefix } from '@flux19/objects';
import {
  validateMutatingBinding,
  validateMutatingPolicy,
} from '../admission/policies/mutating/validate-mutating-policy.ts';
import {
  validateValidatingBinding,
  validateValidatingPolicy,
} from '../admission/policies/validating/validate-policy.ts';
import { validateWebhooks } from '../admission/webhooks/validate-webhooks.ts';
import { ensureObject, objectField, setDefault, textField } from '../json/fields.ts';
import { startApiService } from './api-service.ts';
import { keepRequest, nameRequester, prepareRequestStatus } from './certificate-request.ts';
import { convertHorizontalPodAutoscaler } from './conversion/horizontal-pod-autoscaler.ts';
import { defaultResourceClaim, defaultResourceClaimTemplate } from './defaults/devices.ts';
import {
  defaultAdmissionPolicy,
  defaultAdmissionPolicyBinding,
  defaultApiService,
  defaultHorizontalPodAutoscaler,
  defaultPriorityClass,
  defaultPriorityLevel,
  defaultRoleBinding,
  defaultWebhookConfiguration,
} from './defaults/policies.ts';
import type { KindRules } from './kind-rules.ts';
import { discoveryRules, networkingRules } from './networking-rules.ts';
import { storageRules } from './storage-rules.ts';
import {
  validatePriorityClass,
  validatePriorityClassUpdate,
  validateRuntimeClass,
  validateRuntimeClassUpdate,
} from './validation/policy/classes.ts';
import {
  validatePodDisruptionBudget,
  validatePodDisruptionBudgetStatus,
} from './validation/policy/disruption-budget.ts';
import { validateFlowSchema } from './validation/policy/flow-schema.ts';
import {
  validateHorizontalPodAutoscaler,
  validateHorizontalPodAutoscalerStatus,
} from './validation/policy/horizontal-pod-autoscaler.ts';
import { validateLease } from './validation/policy/lease.ts';
import {
  clusterRoleBindingRules,
  roleBindingRules,
  validateClusterRole,
  validateRole,
} from './validation/policy/rbac.ts';

type GroupRules = Readonly<Record<string, KindRules>>;

/** RBAC objects may be called what users are called: with colons, slashes excepted. */
const rbacName: NonNullable<KindRules['validateName']> = (name, isPrefix) =>
  isPrefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);

const role: KindRules = {
  validateName: rbacName,
  allowCreateOnUpdate: true,
};
const roleBinding: KindRules = {
  setDefaults: defaultRoleBinding,
  validateName: rbacName,
  allowCreateOnUpdate: true,
};
const webhooks: KindRules = {
  setDefaults: defaultWebhookConfiguration,
  validate: validateWebhooks,
  validateUpdate: validateWebhooks,
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
    mutatingadmissionpolicies: {
      ...admissionPolicy,
      validate: validateMutatingPolicy,
      validateUpdate: validateMutatingPolicy,
    },
    mutatingadmissionpolicybindings: {
      ...admissionBinding,
      validate: validateMutatingBinding,
      validateUpdate: validateMutatingBinding,
    },
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
  'apiregistration.k8s.io': {
    apiservices: {
      setDefaults: defaultApiService,
      prepareForCreate: startApiService,
      requiresResourceVersion: true,
    },
  },
  autoscaling: {
    horizontalpodautoscalers: {
      setDefaults: defaultHorizontalPodAutoscaler,
      hasGeneration: true,
      validate: validateHorizontalPodAutoscaler,
      validateUpdate: validateHorizontalPodAutoscaler,
      validateStatusUpdate: validateHorizontalPodAutoscalerStatus,
      convert: convertHorizontalPodAutoscaler,
    },
  },
  'certificates.k8s.io': {
    certificatesigningrequests: {
      resetFields: [['spec'], ['status']],
      prepareForCreate: nameRequester,
      prepareForUpdate: keepRequest,
      prepareForStatusUpdate: prepareRequestStatus,
      selectableFields: (request) => ({ 'spec.signerName': textField(objectField(request, 'spec'), 'signerName') }),
    },
  },
  'coordination.k8s.io': {
    leases: {
      allowCreateOnUpdate: true,
      requiresResourceVersion: true,
      validate: validateLease,
      validateUpdate: validateLease,
    },
    leasecandidates: { allowCreateOnUpdate: true, requiresResourceVersion: true },
  },
  'discovery.k8s.io': discoveryRules,
  'flowcontrol.apiserver.k8s.io': {
    flowschemas: {
      setDefaults: (schema) => setDefault(ensureObject(schema, 'spec'), 'matchingPrecedence', 1000),
      hasGeneration: true,
      validate: validateFlowSchema,
      validateUpdate: validateFlowSchema,
    },
    prioritylevelconfigurations: { setDefaults: defaultPriorityLevel, hasGeneration: true },
  },
  'networking.k8s.io': networkingRules,
  'node.k8s.io': {
    runtimeclasses: {
      requiresResourceVersion: true,
      validate: validateRuntimeClass,
      validateUpdate: validateRuntimeClassUpdate,
    },
  },
  policy: {
    poddisruptionbudgets: {
      hasGeneration: true,
      requiresResourceVersion: true,
      validate: validatePodDisruptionBudget,
      validateUpdate: validatePodDisruptionBudget,
      validateStatusUpdate: validatePodDisruptionBudgetStatus,
    },
  },
  'rbac.authorization.k8s.io': {
    clusterroles: { ...role, validate: validateClusterRole, validateUpdate: validateClusterRole },
    roles: { ...role, validate: validateRole, validateUpdate: validateRole },
    clusterrolebindings: { ...roleBinding, ...clusterRoleBindingRules },
    rolebindings: { ...roleBinding, ...roleBindingRules },
  },
  'resource.k8s.io': {
    deviceclasses: { ...returned, hasGeneration: true },
    devicetaintrules: { ...returned, hasGeneration: true },
    resourceclaims: { ...returned, setDefaults: defaultResourceClaim },
    resourceclaimtemplates: { ...returned, setDefaults: defaultResourceClaimTemplate },
    resourceslices: { ...returned, hasGeneration: true },
  },
  'scheduling.k8s.io': {
    priorityclasses: {
      setDefaults: defaultPriorityClass,
      hasGeneration: true,
      generationFields: [],
      validate: validatePriorityClass,
      validateUpdate: validatePriorityClassUpdate,
    },
  },
  'storage.k8s.io': storageRules,
};
