import { isJsonObject, type JsonObject } from '@flux19/objects';
import {
  fieldAt,
  isTrue,
  listField,
  numberField,
  objectField,
  objectsField,
  textField,
  textsField,
} from '../json/fields.ts';
import type { Printer } from '../kinds/kind-rules.ts';
import { age, type CellColumn, columnPrinter, count, name, numberAt, text, textAt, wide } from './column-printer.ts';
import { loadBalancerAddresses } from './core-printers.ts';
import { formatMetrics } from './metrics-text.ts';
import { firstOf, formatSelector, none } from './text-forms.ts';

const unset = '<unset>';

const flag = (title: string, path: string): CellColumn => ({
  name: title,
  type: 'boolean',
  cell: (object) => textAt(path, 'false')(object) === 'true',
});

const ingresses = columnPrinter(
  name,
  text('Class', textAt('spec.ingressClassName', none)),
  text('Hosts', (ingress) => {
    const hosts = objectsField(objectField(ingress, 'spec'), 'rules').map((rule) => textField(rule, 'host'));
    const named = hosts.filter((host) => host !== '');
    return named.length === 0 ? '*' : firstOf(named, 3);
  }),
  text('Address', (ingress) => loadBalancerAddresses(ingress).join(',')),
  text('Ports', (ingress) => (listField(objectField(ingress, 'spec'), 'tls').length > 0 ? '80, 443' : '80')),
  age,
);

const ingressClasses = columnPrinter(
  name,
  text('Controller', textAt('spec.controller')),
  text('Parameters', (ingressClass) => {
    const parameters = objectField(objectField(ingressClass, 'spec'), 'parameters');
    if (parameters === undefined) return none;
    const group = textField(parameters, 'apiGroup');
    return `${textField(parameters, 'kind')}${group === '' ? '' : `.${group}`}/${textField(parameters, 'name')}`;
  }),
  age,
);

/** Kubernetes prints the age without a column for it. */
const ipAddresses: Printer = (() => {
  const printer = columnPrinter(name, text('ParentRef', parentOf), age);
  return { ...printer, columns: printer.columns.slice(0, -1) };
})();

function parentOf(address: JsonObject): string {
  const parent = objectField(objectField(address, 'spec'), 'parentRef');
  if (parent === undefined) return none;
  const [group, resource] = [textField(parent, 'group'), textField(parent, 'resource')];
  const place = [group === '' ? resource : `${resource}.${group}`, textField(parent, 'namespace')];
  return [...place, textField(parent, 'name')].filter((part) => part !== '').join('/');
}

const networkPolicies = columnPrinter(
  name,
  text('Pod-Selector', (policy) => formatSelector(objectField(objectField(policy, 'spec'), 'podSelector'))),
  age,
);

const subjects = (kind: string): ((binding: JsonObject) => string) => {
  return (binding) =>
    objectsField(binding, 'subjects')
      .filter((subject) => textField(subject, 'kind') === kind)
      .map((subject) =>
        kind === 'ServiceAccount'
          ? `${textField(subject, 'namespace')}/${textField(subject, 'name')}`
          : textField(subject, 'name'),
      )
      .join(', ');
};

const bindings = columnPrinter(
  name,
  text('Role', (binding) => {
    const reference = objectField(binding, 'roleRef');
    return `${textField(reference, 'kind')}/${textField(reference, 'name')}`;
  }),
  age,
  wide(text('Users', subjects('User'))),
  wide(text('Groups', subjects('Group'))),
  wide(text('ServiceAccounts', subjects('ServiceAccount'))),
);

/** Roles show when they were made, since they have no columns of their own. */
const roles = columnPrinter(name, { name: 'Created At', type: 'date', cell: textAt('metadata.creationTimestamp') });

const autoscalers = columnPrinter(
  name,
  text(
    'Reference',
    (object) => `${textAt('spec.scaleTargetRef.kind')(object)}/${textAt('spec.scaleTargetRef.name')(object)}`,
  ),
  text('Targets', formatMetrics),
  text('MinPods', textAt('spec.minReplicas', unset)),
  text('MaxPods', numberAt('spec.maxReplicas')),
  text('Replicas', numberAt('status.currentReplicas')),
  age,
);

const disruptionBudgets = columnPrinter(
  name,
  text('Min Available', textAt('spec.minAvailable', 'N/A')),
  text('Max Unavailable', textAt('spec.maxUnavailable', 'N/A')),
  count('Allowed Disruptions', numberAt('status.disruptionsAllowed')),
  age,
);

const storageClasses = columnPrinter(
  {
    ...name,
    cell: (object) => {
      const annotations = objectField(objectField(object, 'metadata'), 'annotations');
      const isDefault = textField(annotations, 'storageclass.kubernetes.io/is-default-class') === 'true';
      return `${textAt('metadata.name')(object)}${isDefault ? ' (default)' : ''}`;
    },
  },
  text('Provisioner', textAt('provisioner')),
  text('ReclaimPolicy', textAt('reclaimPolicy', 'Delete')),
  text('VolumeBindingMode', textAt('volumeBindingMode', 'Immediate')),
  text('AllowVolumeExpansion', (object) => isTrue(object, 'allowVolumeExpansion')),
  age,
);

const csiDrivers = columnPrinter(
  name,
  flag('AttachRequired', 'spec.attachRequired'),
  flag('PodInfoOnMount', 'spec.podInfoOnMount'),
  flag('StorageCapacity', 'spec.storageCapacity'),
  text('TokenRequests', (driver) => {
    const audiences = objectsField(objectField(driver, 'spec'), 'tokenRequests').map((one) =>
      textField(one, 'audience'),
    );
    return audiences.length === 0 ? unset : audiences.join(',');
  }),
  flag('RequiresRepublish', 'spec.requiresRepublish'),
  text('Modes', (driver) => textsField(objectField(driver, 'spec'), 'volumeLifecycleModes').join(',')),
  age,
);

const volumeAttachments = columnPrinter(
  name,
  { ...text('Attacher', textAt('spec.attacher')), format: 'name' },
  text('PV', textAt('spec.source.persistentVolumeName')),
  text('Node', textAt('spec.nodeName')),
  flag('Attached', 'status.attached'),
  age,
);

const endpointSlices = columnPrinter(
  name,
  text('AddressType', textAt('addressType')),
  text('Ports', (slice) => {
    const ports = objectsField(slice, 'ports').map((port) =>
      String(numberField(port, 'port') ?? (textField(port, 'name') || '*')),
    );
    return firstOf(ports, 3) || unset;
  }),
  text(
    'Endpoints',
    (slice) =>
      firstOf(
        objectsField(slice, 'endpoints').flatMap((one) => [...textsField(one, 'addresses')]),
        3,
      ) || unset,
  ),
  age,
);

const webhooks = columnPrinter(
  name,
  count('Webhooks', (object) => objectsField(object, 'webhooks').length),
  age,
);

const policies = (title: string, list: string): Printer =>
  columnPrinter(
    name,
    count(title, (object) => listField(objectField(object, 'spec'), list).length),
    text('ParamKind', (object) => {
      const kind = objectField(objectField(object, 'spec'), 'paramKind');
      return kind === undefined ? unset : `${textField(kind, 'apiVersion')}/${textField(kind, 'kind')}`;
    }),
    age,
  );

const policyBindings = columnPrinter(
  name,
  text('PolicyName', textAt('spec.policyName')),
  text('ParamRef', (object) => {
    const reference = objectField(objectField(object, 'spec'), 'paramRef');
    if (reference === undefined) return unset;
    const namespace = textField(reference, 'namespace');
    return `${namespace === '' ? '*' : namespace}/${textField(reference, 'name') || '*'}`;
  }),
  age,
);

const signingRequests = columnPrinter(
  name,
  age,
  text('SignerName', textAt('spec.signerName', none)),
  text('Requestor', textAt('spec.username')),
  text('RequestedDuration', textAt('spec.expirationSeconds', none)),
  text('Condition', (request) => {
    const status = objectField(request, 'status');
    const types = objectsField(status, 'conditions').map((one) => textField(one, 'type'));
    const shown = types.length === 0 ? ['Pending'] : types;
    return [...shown, ...(textField(status, 'certificate') === '' ? [] : ['Issued'])].join(',');
  }),
);

const flowSchemas = columnPrinter(
  name,
  text('PriorityLevel', textAt('spec.priorityLevelConfiguration.name')),
  text('MatchingPrecedence', (schema) => String(numberAt('spec.matchingPrecedence')(schema))),
  text('DistinguisherMethod', textAt('spec.distinguisherMethod.type', none)),
  age,
  text('MissingPL', (schema) => {
    const dangling = objectsField(objectField(schema, 'status'), 'conditions').find(
      (one) => textField(one, 'type') === 'Dangling',
    );
    return textField(dangling, 'status') || '?';
  }),
);

/** A number where there is one. */
const limitedAt = (path: string): CellColumn['cell'] => {
  const names = ['spec', 'limited', ...path.split('.')];
  return (level) => {
    const value = fieldAt(level, names);
    return typeof value === 'number' ? value : none;
  };
};

const priorityLevels = columnPrinter(
  name,
  text('Type', textAt('spec.type')),
  text('NominalConcurrencyShares', limitedAt('nominalConcurrencyShares')),
  text('Queues', limitedAt('limitResponse.queuing.queues')),
  text('HandSize', limitedAt('limitResponse.queuing.handSize')),
  text('QueueLengthLimit', limitedAt('limitResponse.queuing.queueLengthLimit')),
  age,
);

const priorityClasses = columnPrinter(
  name,
  count('Value', numberAt('value')),
  flag('Global-Default', 'globalDefault'),
  age,
  text('PreemptionPolicy', textAt('preemptionPolicy', 'PreemptLowerPriority')),
);

const apiServices = columnPrinter(
  name,
  text('Service', (object) => {
    const service = objectField(objectField(object, 'spec'), 'service');
    return isJsonObject(service) ? `${textField(service, 'namespace')}/${textField(service, 'name')}` : 'Local';
  }),
  text('Available', (object) => {
    const available = objectsField(objectField(object, 'status'), 'conditions').find(
      (one) => textField(one, 'type') === 'Available',
    );
    if (available === undefined) return 'Unknown';
    const status = textField(available, 'status');
    return status === 'True' ? status : `${status} (${textField(available, 'reason')})`;
  }),
  age,
);

/** Printers of the smaller groups, by group and plural. */
export const policyPrinters: Readonly<Record<string, Printer>> = {
  'admissionregistration.k8s.io/mutatingadmissionpolicies': policies('Mutations', 'mutations'),
  'admissionregistration.k8s.io/mutatingadmissionpolicybindings': policyBindings,
  'admissionregistration.k8s.io/mutatingwebhookconfigurations': webhooks,
  'admissionregistration.k8s.io/validatingadmissionpolicies': policies('Validations', 'validations'),
  'admissionregistration.k8s.io/validatingadmissionpolicybindings': policyBindings,
  'admissionregistration.k8s.io/validatingwebhookconfigurations': webhooks,
  'apiregistration.k8s.io/apiservices': apiServices,
  'autoscaling/horizontalpodautoscalers': autoscalers,
  'certificates.k8s.io/certificatesigningrequests': signingRequests,
  'coordination.k8s.io/leases': columnPrinter(name, text('Holder', textAt('spec.holderIdentity')), age),
  'discovery.k8s.io/endpointslices': endpointSlices,
  'flowcontrol.apiserver.k8s.io/flowschemas': flowSchemas,
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': priorityLevels,
  'networking.k8s.io/ingressclasses': ingressClasses,
  'networking.k8s.io/ingresses': ingresses,
  'networking.k8s.io/ipaddresses': ipAddresses,
  'networking.k8s.io/networkpolicies': networkPolicies,
  'networking.k8s.io/servicecidrs': columnPrinter(
    name,
    text('CIDRs', (object) => textsField(objectField(object, 'spec'), 'cidrs').join(',')),
    age,
  ),
  'node.k8s.io/runtimeclasses': columnPrinter(name, text('Handler', textAt('handler')), age),
  'policy/poddisruptionbudgets': disruptionBudgets,
  'rbac.authorization.k8s.io/clusterrolebindings': bindings,
  'rbac.authorization.k8s.io/clusterroles': roles,
  'rbac.authorization.k8s.io/rolebindings': bindings,
  'rbac.authorization.k8s.io/roles': roles,
  'scheduling.k8s.io/priorityclasses': priorityClasses,
  'storage.k8s.io/csidrivers': csiDrivers,
  'storage.k8s.io/csinodes': columnPrinter(
    name,
    count('Drivers', (node) => listField(objectField(node, 'spec'), 'drivers').length),
    age,
  ),
  'storage.k8s.io/storageclasses': storageClasses,
  'storage.k8s.io/volumeattachments': volumeAttachments,
  'storage.k8s.io/volumeattributesclasses': columnPrinter(name, text('DriverName', textAt('driverName')), age),
};
