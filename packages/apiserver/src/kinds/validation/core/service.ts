// Services: pkg/apis/core/validation of Kubernetes.
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { legacyAddress, legacyNetwork, readAddress } from '../addresses.ts';
import { type Check, Field, findings } from '../field.ts';
import { labels } from '../labels.ts';
import { dnsLabel, dnsSubdomain, neededOneOf, oneOf, qualifiedName, unlessEmpty } from '../names.ts';
import { port, portNumberOrName } from '../numbers.ts';
import { endpointAddress } from './endpoint-address.ts';
import { isHeadless, lookAtAddressChanges, lookAtAddresses } from './service-addresses.ts';

function lookAtPorts(spec: Field): void {
  const ports = spec.list('ports');
  const names = new Set<string>();
  for (const item of ports) {
    const name = item.child('name');
    if (ports.length > 1 && name.text === '') name.required();
    else if (name.text !== '') {
      name.must(dnsLabel);
      if (names.has(name.text)) name.duplicate();
      names.add(name.text);
    }
    item.child('port').must(port);
    item.child('protocol').must(neededOneOf('SCTP', 'TCP', 'UDP'));
    item.child('targetPort').must(portNumberOrName);
    item.child('appProtocol').mayBe(qualifiedName);
  }
}

const refuses = (type: string): string => `may not be set to 'None' for ${type} services`;

function lookAtType(spec: Field): void {
  const type = spec.textOf('type');
  if (type === 'ExternalName') {
    lookAtExternalName(spec);
    return;
  }
  if ((type === 'LoadBalancer' || type === 'NodePort') && isHeadless(spec)) {
    spec.child('clusterIPs').index(0).invalid(refuses(type));
  }
}

function lookAtExternalName(spec: Field): void {
  const text = 'may not be set for ExternalName services';
  if (spec.child('clusterIPs').length > 0) spec.child('clusterIPs').forbidden(text);
  if (spec.child('ipFamilies').length > 0) spec.child('ipFamilies').forbidden(text);
  if (spec.has('ipFamilyPolicy')) spec.child('ipFamilyPolicy').forbidden(text);
  const name = spec.child('externalName');
  const plain = name.text.replace(/\.$/, '');
  if (plain === '') name.required();
  else name.holding(plain).must(dnsSubdomain);
}

const longestAffinitySeconds = 86_400;

function lookAtAffinity(spec: Field): void {
  const affinity = spec.child('sessionAffinity');
  const config = spec.child('sessionAffinityConfig');
  affinity.must(neededOneOf('ClientIP', 'None'));
  if (affinity.text === 'None' && config.isSet) {
    config.forbidden('must not be set when session affinity is None');
  }
  if (affinity.text !== 'ClientIP') return;
  const timeout = config.child('clientIP').child('timeoutSeconds');
  for (const field of [config, config.child('clientIP'), timeout]) {
    if (!field.isSet) {
      field.required('when session affinity type is ClientIP');
      return;
    }
  }
  if (timeout.number <= 0 || timeout.number > longestAffinitySeconds) {
    timeout.invalid(`must be greater than 0 and less than ${longestAffinitySeconds}`);
  }
}

function portsMustDiffer(spec: Field): void {
  const nodePorts = new Set<string>();
  for (const item of spec.list('ports')) {
    const number = item.numberOf('nodePort');
    if (number === 0) continue;
    const key = `${item.textOf('protocol')}/${number}`;
    if (nodePorts.has(key)) item.child('nodePort').duplicate(number);
    nodePorts.add(key);
  }
  const ports = new Set<string>();
  for (const item of spec.list('ports')) {
    const key = `${item.textOf('protocol')}/${item.numberOf('port')}`;
    if (ports.has(key)) item.duplicate(shownPort(item));
    ports.add(key);
  }
}

/** As the internal type of Kubernetes prints what makes two ports the same. */
function shownPort(item: Field): unknown {
  const { protocol, port: number } = { protocol: item.textOf('protocol'), port: item.numberOf('port') };
  return { Name: '', Protocol: protocol, AppProtocol: null, Port: number, TargetPort: 0, NodePort: 0 };
}

const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const onlyForLoadBalancers = "may only be used when `type` is 'LoadBalancer'";

function lookAtSourceRanges(service: Field, old: Field | undefined): void {
  const spec = service.child('spec');
  const ranges = spec.child('loadBalancerSourceRanges').named('LoadBalancerSourceRanges');
  const isBalanced = spec.textOf('type') === 'LoadBalancer';
  const known = new Set(
    old
      ?.child('spec')
      .textsOf('loadBalancerSourceRanges')
      .map((text) => text.trim()),
  );
  if (ranges.length > 0) {
    if (!isBalanced) ranges.forbidden(onlyForLoadBalancers);
    for (const range of ranges.items()) {
      const text = range.text.trim();
      if (!known.has(text)) range.holding(text).must(legacyNetwork);
    }
    return;
  }
  const annotation = service.at('metadata', 'annotations').key(rangesAnnotation);
  if (!annotation.isSet) return;
  if (!isBalanced) annotation.forbidden(onlyForLoadBalancers);
  if (old?.at('metadata', 'annotations').key(rangesAnnotation).value === annotation.value) return;
  for (const text of annotation.text.trim().split(',')) {
    if (annotation.text.trim() !== '') annotation.holding(text.trim()).must(legacyNetwork);
  }
}

function lookAtBalancer(spec: Field): void {
  const isBalanced = spec.textOf('type') === 'LoadBalancer';
  const allocates = spec.child('allocateLoadBalancerNodePorts');
  if (allocates.isSet && !isBalanced) allocates.forbidden(onlyForLoadBalancers);
  if (!allocates.isSet && isBalanced) spec.root.child('allocateLoadBalancerNodePorts').required();
  lookAtClass(spec);
}

function lookAtClass(spec: Field): void {
  const balancer = spec.child('loadBalancerClass');
  if (!balancer.isSet) return;
  if (spec.textOf('type') === 'LoadBalancer') balancer.must(qualifiedName);
  else balancer.forbidden(onlyForLoadBalancers);
}

function isExternal(spec: Field): boolean {
  const type = spec.textOf('type');
  const isReachable = type === 'ClusterIP' && spec.child('externalIPs').length > 0;
  return type === 'LoadBalancer' || type === 'NodePort' || isReachable;
}

/** Balancers that keep traffic on the node ask a port whether there is somebody. */
function needsHealthCheck(spec: Field): boolean {
  return spec.textOf('type') === 'LoadBalancer' && spec.textOf('externalTrafficPolicy') === 'Local';
}

const healthRefusal = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";

function lookAtTraffic(spec: Field): void {
  const external = spec.child('externalTrafficPolicy');
  if (isExternal(spec)) external.must(neededOneOf('Cluster', 'Local'));
  else if (external.text !== '') external.invalid('may only be set for externally-accessible services');
  const health = spec.child('healthCheckNodePort');
  if (!needsHealthCheck(spec)) {
    if (health.number !== 0) health.invalid(healthRefusal);
  } else if (health.number === 0) health.required();
  else health.must(port);
  const internal = spec.child('internalTrafficPolicy');
  if (internal.isSet) internal.must(oneOf('Cluster', 'Local'));
  else if (spec.textOf('type') !== 'ExternalName') lookAtMissingPolicy(spec, internal);
  const distribution = spec.child('trafficDistribution');
  distribution.mayBe(oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'));
}

function lookAtMissingPolicy(spec: Field, policy: Field): void {
  if (['ClusterIP', 'NodePort', 'LoadBalancer'].includes(spec.textOf('type'))) policy.required();
}

const modeAnnotation = 'service.kubernetes.io/topology-mode';
const hintsAnnotation = 'service.kubernetes.io/topology-aware-hints';

function lookAtService(service: Field, old: Field | undefined): void {
  const annotations = service.at('metadata', 'annotations');
  const [mode, hints] = [annotations.key(modeAnnotation), annotations.key(hintsAnnotation)];
  if (mode.isSet && hints.isSet && mode.text !== hints.text) {
    mode.invalid(`must match annotations[${hintsAnnotation}] when both are specified`);
  }
  const spec = service.child('spec');
  const type = spec.textOf('type');
  if (spec.child('ports').length === 0 && !isHeadless(spec) && type !== 'ExternalName') spec.child('ports').required();
  lookAtType(spec);
  lookAtPorts(spec);
  spec.child('selector').must(labels);
  lookAtAffinity(spec);
  lookAtAddresses(spec, old?.child('spec'));
  lookAtExternalAddresses(spec, old);
  spec.child('type').must(neededOneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'));
  if (type === 'ClusterIP') {
    for (const item of spec.list('ports')) {
      if (item.numberOf('nodePort') !== 0) {
        item.child('nodePort').forbidden("may not be used when `type` is 'ClusterIP'");
      }
    }
  }
  portsMustDiffer(spec);
  lookAtSourceRanges(service, old);
  lookAtBalancer(spec);
  lookAtTraffic(spec);
}

function lookAtExternalAddresses(spec: Field, old: Field | undefined): void {
  const known = new Set(old?.child('spec').textsOf('externalIPs'));
  for (const address of spec.list('externalIPs')) {
    const before = address.findings.length;
    if (!known.has(address.text)) address.must(legacyAddress);
    if (address.findings.length === before) address.must(endpointAddress);
  }
}

export function validateService(object: KubeObject): FieldError[] {
  return findings(object, (service) => lookAtService(service, undefined));
}

export function validateServiceUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (service) => {
    const before = Field.root(old);
    const [spec, oldSpec] = [service.child('spec'), before.child('spec')];
    lookAtAddressChanges(spec, oldSpec);
    const balancer = spec.child('loadBalancerClass');
    const isBalanced = (one: Field): boolean => one.textOf('type') === 'LoadBalancer';
    const isSame = balancer.value === oldSpec.child('loadBalancerClass').value;
    if (isBalanced(spec) && isBalanced(oldSpec) && !isSame) {
      balancer.invalid('may not change once set', balancer.value ?? null);
    }
    lookAtClass(spec);
    const health = spec.child('healthCheckNodePort');
    const isMoved = health.number !== oldSpec.numberOf('healthCheckNodePort');
    if (needsHealthCheck(spec) && needsHealthCheck(oldSpec) && isMoved) health.forbidden('field is immutable');
    lookAtService(service, before);
  });
}

const balancerMode: Check = oneOf('Proxy', 'VIP');

/** The addresses that a load balancer has given, in the status of a Service. */
export function validateServiceStatus(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (service) => {
    const ingress = service.at('status', 'loadBalancer', 'ingress');
    if (service.child('spec').textOf('type') !== 'LoadBalancer') {
      if (ingress.length > 0) ingress.forbidden("may only be used when `spec.type` is 'LoadBalancer'");
      return;
    }
    const before = Field.root(old).at('status', 'loadBalancer').list('ingress');
    const known = new Set(before.map((item) => item.textOf('ip')));
    for (const item of ingress.items()) lookAtBalancerAddress(item, known);
  });
}

function lookAtBalancerAddress(item: Field, known: ReadonlySet<string>): void {
  const address = item.child('ip');
  const mode = item.child('ipMode');
  if (address.text !== '' && !known.has(address.text)) address.must(legacyAddress);
  if (!mode.isSet) {
    if (address.text !== '') mode.required('must be specified when `ip` is set');
  } else if (address.text === '') mode.forbidden('may not be specified when `ip` is not set');
  else mode.must(balancerMode);
  balancerHost(item.child('hostname'));
}

/** The name of a load balancer, if it has one. */
export const balancerHost: Check = (field) => {
  field.must(unlessEmpty(dnsSubdomain));
  if (readAddress(field.text) !== undefined) field.invalid('must be a DNS name, not an IP address');
};
