import { compareQuantities, type JsonObject, parseQuantity } from '@flux19/objects';
import {
  asJson,
  ensureObject,
  field,
  isTrue,
  numberField,
  objectField,
  objectsField,
  setDefault,
  setDefaultText,
  textField,
} from '../json/fields.ts';
import { defaultPod } from './defaults/pod-spec.ts';
import type { KindRules, WriteContext } from './kind-rules.ts';
import { dnsSubdomainName } from './validation/checks.ts';
import { validatePod, validatePodUpdate } from './validation/core.ts';

export const podRules: KindRules = {
  setDefaults(pod) {
    defaultPod(pod);
    mirrorAddress(objectField(pod, 'status'));
    mirrorAddress(objectField(pod, 'status'), 'hostIP', 'hostIPs');
  },
  hasGeneration: true,
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  validateName: dnsSubdomainName,
  returnsDeletedObject: true,
  statusResetFields: [['spec'], ['metadata', 'deletionTimestamp'], ['metadata', 'ownerReferences']],
  prepareForCreate(pod, context) {
    const spec = ensureObject(pod, 'spec');
    admit(spec, context);
    pod['status'] = { phase: 'Pending', qosClass: qosClass(spec) };
  },
  gracePeriodSeconds(pod, asked) {
    const spec = objectField(asJson(pod), 'spec');
    const phase = textField(objectField(asJson(pod), 'status'), 'phase');
    // Nobody runs the pod: there is nobody to wait for.
    if (textField(spec, 'nodeName') === '' || phase === 'Failed' || phase === 'Succeeded') return 0;
    const seconds = asked ?? numberField(spec, 'terminationGracePeriodSeconds') ?? 0;
    return seconds < 0 ? 1 : seconds;
  },
  fieldAliases: { 'spec.host': 'spec.nodeName' },
  selectableFields(pod) {
    const spec = objectField(pod, 'spec');
    const status = objectField(pod, 'status');
    const addresses = objectsField(status, 'podIPs').map((one) => textField(one, 'ip'));
    return {
      'spec.nodeName': textField(spec, 'nodeName'),
      'spec.restartPolicy': textField(spec, 'restartPolicy'),
      'spec.schedulerName': textField(spec, 'schedulerName'),
      'spec.serviceAccountName': textField(spec, 'serviceAccountName'),
      'spec.hostNetwork': String(isTrue(spec, 'hostNetwork')),
      'status.phase': textField(status, 'phase'),
      'status.podIP': textField(status, 'podIP') || (addresses[0] ?? ''),
      'status.podIPs': addresses.join(','),
      'status.nominatedNodeName': textField(status, 'nominatedNodeName'),
    };
  },
};

/** The first address and the list of them are two views of the same thing. */
function mirrorAddress(status: JsonObject | undefined, one = 'podIP', many = 'podIPs'): void {
  if (status === undefined) return;
  const first = textField(objectsField(status, many)[0], 'ip');
  const single = textField(status, one);
  if (single !== '' && first === '') status[many] = [{ ip: single }];
  else if (single === '' && first !== '') status[one] = first;
}

const standardTolerations = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** What the admission plug-ins that every cluster runs add to a pod: account, priority, tolerations. */
function admit(spec: JsonObject, context: WriteContext): void {
  setDefaultText(spec, 'serviceAccountName', 'default');
  spec['serviceAccount'] = textField(spec, 'serviceAccountName');
  const className = textField(spec, 'priorityClassName');
  const priorityClass = className === '' ? undefined : context.read('scheduling.k8s.io/priorityclasses', '', className);
  setDefault(spec, 'priority', priorityClass === undefined ? 0 : (numberField(asJson(priorityClass), 'value') ?? 0));
  const preemption = priorityClass === undefined ? '' : textField(asJson(priorityClass), 'preemptionPolicy');
  setDefault(spec, 'preemptionPolicy', preemption === '' ? 'PreemptLowerPriority' : preemption);
  const tolerations = objectsField(spec, 'tolerations');
  const missing = standardTolerations.filter((key) => !tolerations.some((one) => tolerates(one, key)));
  const added = missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }));
  if (added.length > 0) spec['tolerations'] = [...tolerations, ...added];
}

function tolerates(toleration: JsonObject, key: string): boolean {
  const own = textField(toleration, 'key');
  const effect = textField(toleration, 'effect');
  return (own === key || own === '') && (effect === 'NoExecute' || effect === '');
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClass(spec: JsonObject): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const all = [...objectsField(spec, 'containers'), ...objectsField(spec, 'initContainers')];
  const resources = all.map((container) => objectField(container, 'resources'));
  const isAnySet = resources.some(
    (one) =>
      amount(one, 'requests', 'cpu') ??
      amount(one, 'requests', 'memory') ??
      amount(one, 'limits', 'cpu') ??
      amount(one, 'limits', 'memory'),
  );
  if (!isAnySet) return 'BestEffort';
  const isGuaranteed = resources.every((one) => ['cpu', 'memory'].every((name) => isFixed(one, name)));
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}

function amount(resources: JsonObject | undefined, kind: string, name: string): string | undefined {
  const value = field(objectField(resources, kind), name);
  return typeof value === 'string' ? value : undefined;
}

function isFixed(resources: JsonObject | undefined, name: string): boolean {
  const limit = amount(resources, 'limits', name);
  const request = amount(resources, 'requests', name) ?? limit;
  if (limit === undefined || request === undefined) return false;
  return compareQuantities(parseQuantity(limit), parseQuantity(request)) === 0;
}
