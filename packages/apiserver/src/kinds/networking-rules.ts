import { defaultEndpointSlice, defaultIngressClass, defaultNetworkPolicy } from './defaults/policies.ts';
import type { KindRules } from './kind-rules.ts';
import {
  addressName,
  validateIpAddress,
  validateIpAddressUpdate,
  validateServiceCidr,
  validateServiceCidrUpdate,
} from './validation/networking/addresses.ts';
import { validateEndpointSlice, validateEndpointSliceUpdate } from './validation/networking/endpoint-slice.ts';
import { validateIngress, validateIngressStatus, validateIngressUpdate } from './validation/networking/ingress.ts';
import { validateIngressClass, validateIngressClassUpdate } from './validation/networking/ingress-class.ts';
import { validateNetworkPolicy, validateNetworkPolicyUpdate } from './validation/networking/network-policy.ts';

/** The rules of networking.k8s.io, by plural. */
export const networkingRules: Readonly<Record<string, KindRules>> = {
  ingressclasses: {
    setDefaults: defaultIngressClass,
    hasGeneration: true,
    validate: validateIngressClass,
    validateUpdate: validateIngressClassUpdate,
  },
  ingresses: {
    hasGeneration: true,
    validate: validateIngress,
    validateUpdate: validateIngressUpdate,
    validateStatusUpdate: validateIngressStatus,
  },
  ipaddresses: {
    validateName: addressName,
    validate: validateIpAddress,
    validateUpdate: validateIpAddressUpdate,
  },
  networkpolicies: {
    setDefaults: defaultNetworkPolicy,
    hasGeneration: true,
    validate: validateNetworkPolicy,
    validateUpdate: validateNetworkPolicyUpdate,
  },
  servicecidrs: { validate: validateServiceCidr, validateUpdate: validateServiceCidrUpdate },
};

/** The rules of discovery.k8s.io, by plural. */
export const discoveryRules: Readonly<Record<string, KindRules>> = {
  endpointslices: {
    setDefaults: defaultEndpointSlice,
    hasGeneration: true,
    generationFields: [['endpoints'], ['ports'], ['addressType'], ['metadata', 'labels']],
    validate: validateEndpointSlice,
    validateUpdate: validateEndpointSliceUpdate,
  },
};
