import type { JsonObject, KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import {
  asJson,
  ensureObject,
  isTrue,
  numberField,
  objectField,
  objectsField,
  setDefault,
  textField,
} from '../json/fields.ts';
import { convertEvent } from './conversion/event.ts';
import {
  defaultEndpoints,
  defaultLimitRange,
  defaultNamespace,
  defaultNode,
  defaultPersistentVolume,
  defaultPersistentVolumeClaim,
  defaultSecret,
  defaultService,
  keepDataSources,
} from './defaults/core.ts';
import { defaultPodTemplate } from './defaults/pod-spec.ts';
import { defaultReplicationController } from './defaults/workloads.ts';
import type { KindRules } from './kind-rules.ts';
import { namespaceRules } from './namespace.ts';
import { taintNewNode } from './node.ts';
import { followPhase, startPhase } from './persistent-volume.ts';
import { podRules } from './pod.ts';
import { addressErrors, allocateAddresses, keepAddresses, nodePortErrors } from './service-addresses.ts';
import { validateReplicationController } from './validation/apps/replication-controller.ts';
import { validateReplicationControllerStatus } from './validation/apps/workloads.ts';
import {
  validateConfigMap,
  validateConfigMapUpdate,
  validateSecret,
  validateSecretUpdate,
} from './validation/core/config-data.ts';
import { validateEndpoints, validateEndpointsUpdate } from './validation/core/endpoints.ts';
import { validateEvent, validateEventUpdate } from './validation/core/event.ts';
import { validateLimitRange } from './validation/core/limit-range.ts';
import { validateNode, validateNodeStatus, validateNodeUpdate } from './validation/core/node.ts';
import { validatePersistentVolume, validatePersistentVolumeUpdate } from './validation/core/persistent-volume.ts';
import {
  validatePersistentVolumeClaim,
  validatePersistentVolumeClaimStatus,
  validatePersistentVolumeClaimUpdate,
} from './validation/core/persistent-volume-claim.ts';
import {
  validateResourceQuota,
  validateResourceQuotaStatus,
  validateResourceQuotaUpdate,
} from './validation/core/resource-quota.ts';
import { validateService, validateServiceStatus, validateServiceUpdate } from './validation/core/service.ts';
import { validateServiceAddresses } from './validation/core/service-addresses.ts';
import { findings } from './validation/field.ts';
import { dns1035LabelName, dnsLabelName } from './validation/names.ts';
import { lookAtPodTemplate } from './validation/pod/pod-template.ts';

const eventFields: KindRules = {
  isCollectable: false,
  allowCreateOnUpdate: true,
  validate: validateEvent,
  validateUpdate: validateEventUpdate,
  convert: convertEvent,
  selectableFields: (event) => {
    const involved = objectField(event, 'involvedObject');
    const source = textField(objectField(event, 'source'), 'component');
    return {
      'involvedObject.kind': textField(involved, 'kind'),
      'involvedObject.namespace': textField(involved, 'namespace'),
      'involvedObject.name': textField(involved, 'name'),
      'involvedObject.uid': textField(involved, 'uid'),
      'involvedObject.apiVersion': textField(involved, 'apiVersion'),
      'involvedObject.resourceVersion': textField(involved, 'resourceVersion'),
      'involvedObject.fieldPath': textField(involved, 'fieldPath'),
      reason: textField(event, 'reason'),
      reportingComponent: textField(event, 'reportingComponent'),
      source: source === '' ? textField(event, 'reportingComponent') : source,
      type: textField(event, 'type'),
    };
  },
};

/** In events.k8s.io the same fields have other names. */
const eventAliases: Readonly<Record<string, string>> = {
  'regarding.kind': 'involvedObject.kind',
  'regarding.namespace': 'involvedObject.namespace',
  'regarding.name': 'involvedObject.name',
  'regarding.uid': 'involvedObject.uid',
  'regarding.apiVersion': 'involvedObject.apiVersion',
  'regarding.resourceVersion': 'involvedObject.resourceVersion',
  'regarding.fieldPath': 'involvedObject.fieldPath',
  reportingController: 'reportingComponent',
};

/** The rules of the core group, by plural. */
export const coreRules: Readonly<Record<string, KindRules>> = {
  configmaps: { validate: validateConfigMap, validateUpdate: validateConfigMapUpdate },
  endpoints: {
    setDefaults: defaultEndpoints,
    allowCreateOnUpdate: true,
    validate: validateEndpoints,
    validateUpdate: validateEndpointsUpdate,
  },
  events: eventFields,
  limitranges: {
    setDefaults: defaultLimitRange,
    allowCreateOnUpdate: true,
    validate: validateLimitRange,
    validateUpdate: validateLimitRange,
  },
  namespaces: { ...namespaceRules, setDefaults: defaultNamespace, validateName: dnsLabelName },
  nodes: {
    setDefaults: defaultNode,
    prepareForCreate: taintNewNode,
    validate: validateNode,
    validateUpdate: validateNodeUpdate,
    validateStatusUpdate: validateNodeStatus,
    keepsStatusOnCreate: true,
    selectableFields: (node) => ({ 'spec.unschedulable': String(isTrue(objectField(node, 'spec'), 'unschedulable')) }),
    unknownField: (name) => `field label not supported: ${name}`,
  },
  persistentvolumeclaims: {
    setDefaults: defaultPersistentVolumeClaim,
    prepareForCreate(claim) {
      keepDataSources(claim);
      setDefault(ensureObject(claim, 'status'), 'phase', 'Pending');
    },
    prepareForUpdate: (claim, old) => keepDataSources(claim, asJson(old)),
    validate: validatePersistentVolumeClaim,
    validateUpdate: validatePersistentVolumeClaimUpdate,
    validateStatusUpdate: validatePersistentVolumeClaimStatus,
    returnsDeletedObject: true,
    selectableFields: (claim) => ({ name: textField(objectField(claim, 'metadata'), 'name') }),
  },
  persistentvolumes: {
    setDefaults: defaultPersistentVolume,
    validate: validatePersistentVolume,
    validateUpdate: validatePersistentVolumeUpdate,
    prepareForCreate: startPhase,
    prepareForStatusUpdate: followPhase,
    returnsDeletedObject: true,
    selectableFields: (volume) => ({ name: textField(objectField(volume, 'metadata'), 'name') }),
  },
  pods: podRules,
  podtemplates: {
    setDefaults: defaultPodTemplate,
    hasGeneration: true,
    generationFields: [['template']],
    returnsDeletedObject: true,
    validate: (podTemplate) => findings(podTemplate, (root) => lookAtPodTemplate(root.child('template'))),
    validateUpdate: (podTemplate) => findings(podTemplate, (root) => lookAtPodTemplate(root.child('template'))),
  },
  replicationcontrollers: {
    setDefaults: defaultReplicationController,
    orphansByDefault: true,
    hasGeneration: true,
    validate: validateReplicationController,
    validateUpdate: validateReplicationController,
    validateStatusUpdate: validateReplicationControllerStatus,
    selectableFields: (controller) => ({
      'status.replicas': String(numberField(objectField(controller, 'status'), 'replicas') ?? 0),
    }),
  },
  resourcequotas: {
    returnsDeletedObject: true,
    validate: validateResourceQuota,
    validateUpdate: validateResourceQuotaUpdate,
    validateStatusUpdate: validateResourceQuotaStatus,
  },
  secrets: {
    setDefaults: defaultSecret,
    validate: validateSecret,
    validateUpdate: validateSecretUpdate,
    selectableFields: (secret) => ({ type: textField(secret, 'type') }),
  },
  serviceaccounts: {
    returnsDeletedObject: true,
    prepareForCreate: keepSecretNames,
    prepareForUpdate: keepSecretNames,
  },
  services: {
    setDefaults: defaultService,
    prepareForCreate: allocateAddresses,
    prepareForUpdate: keepAddresses,
    validate(service, context) {
      const ofAddresses = [...validateServiceAddresses(service, undefined), ...addressErrors(service, context)];
      return ofAddresses.length > 0 ? ofAddresses : whenAllocated(service, () => validateService(service));
    },
    validateUpdate(service, old, context) {
      const isMoved = textField(objectField(asJson(old), 'spec'), 'clusterIP') === '';
      const ofAddresses = [
        ...validateServiceAddresses(service, old),
        ...(isMoved ? addressErrors(service, context) : []),
      ];
      return ofAddresses.length > 0 ? ofAddresses : whenAllocated(service, () => validateServiceUpdate(service, old));
    },
    validateStatusUpdate: validateServiceStatus,
    validateName: dns1035LabelName,
    allowCreateOnUpdate: true,
    returnsDeletedObject: true,
    selectableFields: (service) => ({
      'spec.clusterIP': textField(objectField(service, 'spec'), 'clusterIP'),
      'spec.type': textField(objectField(service, 'spec'), 'type'),
    }),
  },
};

/** References to secrets have nothing but names. */
function keepSecretNames(account: JsonObject): void {
  if (account['secrets'] === undefined) return;
  account['secrets'] = objectsField(account, 'secrets').map((secret) => ({ name: textField(secret, 'name') }));
}

/** What cannot be allocated is complained about before all else. */
function whenAllocated(service: KubeObject, validate: () => FieldError[]): FieldError[] {
  const ofPorts = nodePortErrors(service);
  return ofPorts.length > 0 ? ofPorts : validate();
}

/** The rules of events.k8s.io, which serves the events of the core group under other names. */
export const eventsRules: Readonly<Record<string, KindRules>> = {
  events: {
    ...eventFields,
    fieldAliases: eventAliases,
    hiddenFields: Object.values(eventAliases).filter((name) => name.startsWith('involvedObject.')),
  },
};
