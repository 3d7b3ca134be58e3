import type { JsonObject } from '@flux19/objects';
import { podQualityOfService } from '../admission/pods/quality-of-service.ts';
import { asJson, ensureObject, isTrue, numberField, objectField, objectsField, textField } from '../json/fields.ts';
import { formatTime } from '../meta/metadata.ts';
import { completePodResources } from './defaults/pod-resources.ts';
import { defaultPod } from './defaults/pod-spec.ts';
import type { KindRules } from './kind-rules.ts';
import { ephemeralContainers, keepAllButEphemeralContainers } from './pods/ephemeral-containers.ts';
import { keepAllButResources, resize } from './pods/resize.ts';
import { dnsSubdomainName } from './validation/names.ts';
import { validateEphemeralContainers, validatePod, validatePodUpdate, validateResize } from './validation/pod/pod.ts';

export const podRules: KindRules = {
  setDefaults(pod) {
    defaultPod(pod);
    mirrorAddress(objectField(pod, 'status'));
    mirrorAddress(objectField(pod, 'status'), 'hostIP', 'hostIPs');
  },
  hasGeneration: true,
  validate: validatePod,
  validateUpdate(pod, old, { subresource }) {
    if (subresource === resize) return validateResize(pod, old);
    return subresource === ephemeralContainers ? validateEphemeralContainers(pod, old) : validatePodUpdate(pod, old);
  },
  prepareForUpdate(pod, old, { subresource }) {
    if (subresource === ephemeralContainers) keepAllButEphemeralContainers(pod, old);
    if (subresource !== resize) return;
    keepAllButResources(pod, old);
    completeResources(pod);
  },
  validateName: dnsSubdomainName,
  returnsDeletedObject: true,
  statusResetFields: [['spec'], ['metadata', 'deletionTimestamp'], ['metadata', 'ownerReferences']],
  prepareForCreate(pod, { now }) {
    completeResources(pod);
    const spec = objectField(pod, 'spec');
    const isHeld = objectsField(spec, 'schedulingGates').length > 0;
    const conditions = isHeld ? { conditions: [gated(now)] } : {};
    pod['status'] = { phase: 'Pending', ...conditions, qosClass: podQualityOfService(spec) };
  },
  prepareForStatusUpdate(pod, old) {
    const before = textField(objectField(asJson(old), 'status'), 'qosClass');
    if (before !== '') ensureObject(pod, 'status')['qosClass'] = before;
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

function completeResources(pod: JsonObject): void {
  const spec = objectField(pod, 'spec');
  const resources = spec === undefined ? undefined : completePodResources(spec);
  if (resources !== undefined) pod['spec'] = { ...spec, resources };
}

/** What is known from the start about a pod that somebody holds back. */
function gated(now: number): JsonObject {
  return {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: formatTime(now),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
}

/** The first address and the list of them are two views of the same thing. */
function mirrorAddress(status: JsonObject | undefined, one = 'podIP', many = 'podIPs'): void {
  if (status === undefined) return;
  const first = textField(objectsField(status, many)[0], 'ip');
  const single = textField(status, one);
  if (single !== '' && first === '') status[many] = [{ ip: single }];
  else if (single === '' && first !== '') status[one] = first;
}
