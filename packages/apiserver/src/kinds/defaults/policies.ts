// The defaults of the smaller groups: networking, RBAC, autoscaling, storage, scheduling, admissionregistration, discovery.
import type { JsonObject, JsonValue } from '@flux19/objects';
import {
  ensureObject,
  listField,
  objectField,
  objectsField,
  setDefault,
  setDefaultText,
  textField,
} from '../../json/fields.ts';

const rbacGroup = 'rbac.authorization.k8s.io';

export function defaultNetworkPolicy(policy: JsonObject): void {
  const spec = ensureObject(policy, 'spec');
  const rules = [...objectsField(spec, 'ingress'), ...objectsField(spec, 'egress')];
  for (const port of rules.flatMap((rule) => objectsField(rule, 'ports'))) setDefault(port, 'protocol', 'TCP');
  if (listField(spec, 'policyTypes').length > 0) return;
  spec['policyTypes'] = listField(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

export function defaultIngressClass(ingressClass: JsonObject): void {
  const parameters = objectField(objectField(ingressClass, 'spec'), 'parameters');
  if (parameters !== undefined) setDefault(parameters, 'scope', 'Cluster');
}

export function defaultRoleBinding(binding: JsonObject): void {
  setDefaultText(ensureObject(binding, 'roleRef'), 'apiGroup', rbacGroup);
  for (const subject of objectsField(binding, 'subjects')) {
    if (textField(subject, 'kind') !== 'ServiceAccount') setDefaultText(subject, 'apiGroup', rbacGroup);
  }
}

const averageUtilization = 80;
const scaleUpRules: JsonObject = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const scaleDownRules: JsonObject = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

export function defaultHorizontalPodAutoscaler(autoscaler: JsonObject): void {
  const spec = ensureObject(autoscaler, 'spec');
  setDefault(spec, 'minReplicas', 1);
  if (autoscaler['apiVersion'] !== 'autoscaling/v2') return;
  if (listField(spec, 'metrics').length === 0) {
    const target = { type: 'Utilization', averageUtilization };
    spec['metrics'] = [{ type: 'Resource', resource: { name: 'cpu', target } }];
  }
  const behavior = objectField(spec, 'behavior');
  if (behavior === undefined) return;
  behavior['scaleUp'] = { ...scaleUpRules, ...objectField(behavior, 'scaleUp') };
  behavior['scaleDown'] = { ...scaleDownRules, ...objectField(behavior, 'scaleDown') };
}

export function defaultStorageClass(storageClass: JsonObject): void {
  setDefault(storageClass, 'reclaimPolicy', 'Delete');
  setDefault(storageClass, 'volumeBindingMode', 'Immediate');
}

export function defaultCsiDriver(driver: JsonObject): void {
  const spec = ensureObject(driver, 'spec');
  const values: Readonly<Record<string, JsonValue>> = {
    attachRequired: true,
    podInfoOnMount: false,
    storageCapacity: false,
    fsGroupPolicy: 'ReadWriteOnceWithFSType',
    requiresRepublish: false,
    seLinuxMount: false,
    preventPodSchedulingIfMissing: false,
  };
  for (const [name, value] of Object.entries(values)) setDefault(spec, name, value);
  if (listField(spec, 'volumeLifecycleModes').length === 0) spec['volumeLifecycleModes'] = ['Persistent'];
}

export function defaultPriorityLevel(level: JsonObject): void {
  const spec = objectField(level, 'spec');
  const limited = objectField(spec, 'limited');
  const exempt = objectField(spec, 'exempt');
  if (limited !== undefined) {
    setDefault(limited, 'nominalConcurrencyShares', 30);
    setDefault(limited, 'lendablePercent', 0);
  }
  if (exempt !== undefined) {
    setDefault(exempt, 'nominalConcurrencyShares', 0);
    setDefault(exempt, 'lendablePercent', 0);
  }
}

export function defaultPriorityClass(priorityClass: JsonObject): void {
  setDefaultText(priorityClass, 'preemptionPolicy', 'PreemptLowerPriority');
}

export function defaultWebhookConfiguration(configuration: JsonObject): void {
  const isMutating = textField(configuration, 'kind') === 'MutatingWebhookConfiguration';
  for (const webhook of objectsField(configuration, 'webhooks')) {
    setDefault(webhook, 'failurePolicy', 'Fail');
    defaultMatching(webhook);
    setDefault(webhook, 'timeoutSeconds', 10);
    if (isMutating) setDefault(webhook, 'reinvocationPolicy', 'Never');
    defaultServicePort(objectField(webhook, 'clientConfig'));
    for (const rule of objectsField(webhook, 'rules')) setDefault(rule, 'scope', '*');
  }
}

export function defaultAdmissionPolicy(policy: JsonObject): void {
  const spec = ensureObject(policy, 'spec');
  setDefault(spec, 'failurePolicy', 'Fail');
  defaultMatchResources(objectField(spec, 'matchConstraints'));
}

export function defaultAdmissionPolicyBinding(binding: JsonObject): void {
  defaultMatchResources(objectField(objectField(binding, 'spec'), 'matchResources'));
}

function defaultMatchResources(match: JsonObject | undefined): void {
  if (match === undefined) return;
  defaultMatching(match);
  for (const name of ['resourceRules', 'excludeResourceRules']) {
    for (const rule of objectsField(match, name)) setDefault(rule, 'scope', '*');
  }
}

function defaultMatching(match: JsonObject): void {
  setDefault(match, 'matchPolicy', 'Equivalent');
  setDefault(match, 'namespaceSelector', {});
  setDefault(match, 'objectSelector', {});
}

function defaultServicePort(clientConfig: JsonObject | undefined): void {
  const service = objectField(clientConfig, 'service');
  if (service !== undefined) setDefault(service, 'port', 443);
}

export function defaultApiService(apiService: JsonObject): void {
  const service = objectField(objectField(apiService, 'spec'), 'service');
  if (service !== undefined) setDefault(service, 'port', 443);
}

export function defaultEndpointSlice(slice: JsonObject): void {
  for (const port of objectsField(slice, 'ports')) {
    setDefault(port, 'name', '');
    setDefault(port, 'protocol', 'TCP');
  }
}
