import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

const api = 'apis/admissionregistration.k8s.io/v1';
/** Selects nothing, so that no other story is refused anything. */
const nowhere = { matchLabels: { replay: 'nowhere' } };
const rules = [{ apiGroups: ['apps'], apiVersions: ['v1'], operations: ['CREATE'], resources: ['deployments'] }];

const webhook = {
  name: 'hook.example.com',
  clientConfig: { service: { namespace: 'default', name: 'hook' } },
  rules,
  namespaceSelector: nowhere,
  sideEffects: 'None',
  admissionReviewVersions: ['v1'],
};

export const admissionKinds: Story = storyOfKinds('admission-kinds', [
  {
    api,
    plural: 'validatingwebhookconfigurations',
    isClusterScoped: true,
    object: { kind: 'ValidatingWebhookConfiguration', metadata: { name: 'replay' }, webhooks: [webhook] },
    change: { webhooks: [{ ...webhook, timeoutSeconds: 5 }] },
  },
  {
    api,
    plural: 'mutatingwebhookconfigurations',
    isClusterScoped: true,
    object: { kind: 'MutatingWebhookConfiguration', metadata: { name: 'replay' }, webhooks: [webhook] },
    change: { webhooks: [{ ...webhook, failurePolicy: 'Ignore' }] },
  },
  {
    api,
    plural: 'validatingadmissionpolicies',
    isClusterScoped: true,
    object: {
      kind: 'ValidatingAdmissionPolicy',
      metadata: { name: 'replay' },
      spec: {
        matchConstraints: { namespaceSelector: nowhere, resourceRules: rules },
        validations: [{ expression: 'object.spec.replicas < 5', message: 'too many' }],
      },
    },
    status: { observedGeneration: 1 },
  },
  {
    api,
    plural: 'validatingadmissionpolicybindings',
    isClusterScoped: true,
    object: {
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name: 'replay' },
      spec: { policyName: 'replay', validationActions: ['Deny'] },
    },
  },
  {
    api: 'apis/apiregistration.k8s.io/v1',
    plural: 'apiservices',
    isClusterScoped: true,
    object: {
      kind: 'APIService',
      metadata: { name: 'v1.local.replay.example' },
      spec: { group: 'local.replay.example', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10 },
    },
  },
  {
    api: 'apis/flowcontrol.apiserver.k8s.io/v1',
    plural: 'prioritylevelconfigurations',
    isClusterScoped: true,
    object: {
      kind: 'PriorityLevelConfiguration',
      metadata: { name: 'replay' },
      spec: {
        type: 'Limited',
        limited: { limitResponse: { type: 'Queue', queuing: { queues: 4, handSize: 2, queueLengthLimit: 10 } } },
      },
    },
  },
]);
