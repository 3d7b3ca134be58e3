// Warnings about Services: pkg/api/service/warnings.go of Kubernetes.
import type { Field } from '../validation/field.ts';
import { addressWarnings, networkWarnings } from './addresses.ts';

export function* serviceWarnings(service: Field): Iterable<string> {
  const spec = service.child('spec');
  const [type, clusterIp] = [spec.textOf('type'), spec.textOf('clusterIP')];
  const isExternal = type === 'ExternalName';
  const isHeadless = type === 'ClusterIP' && clusterIp === 'None';
  const externals = spec.list('externalIPs');
  if (service.at('metadata', 'annotations').has('service.kubernetes.io/topology-aware-hints')) {
    const newer = 'service.kubernetes.io/topology-mode';
    yield `annotation service.kubernetes.io/topology-aware-hints is deprecated, please use ${newer} instead`;
  }
  if (clusterIp !== '' && clusterIp !== 'None') {
    for (const address of spec.list('clusterIPs')) yield* addressWarnings(address);
  }
  if (isHeadless) yield* headlessWarnings(spec);
  for (const address of externals) yield* addressWarnings(address);
  if (externals.length > 0 && !isHeadless && !isExternal) {
    yield 'spec.externalIPs is deprecated and may no longer be implemented in some clusters';
  }
  yield* addressWarnings(spec.child('loadBalancerIP'));
  for (const network of spec.list('loadBalancerSourceRanges')) yield* networkWarnings(network);
  yield* typeWarnings(spec);
  if (spec.textOf('trafficDistribution') === 'PreferClose') {
    yield 'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"';
  }
}

function* typeWarnings(spec: Field): Iterable<string> {
  if (spec.textOf('type') !== 'ExternalName') {
    if (spec.textOf('externalName') === '') return;
    yield 'spec.externalName is ignored when spec.type is not "ExternalName"';
  } else if (spec.list('externalIPs').length > 0) {
    yield 'spec.externalIPs is ignored when spec.type is "ExternalName"';
  }
}

function* headlessWarnings(spec: Field): Iterable<string> {
  const ignored = 'is ignored for headless services';
  if (spec.textOf('loadBalancerIP') !== '') yield `spec.loadBalancerIP ${ignored}`;
  if (spec.list('externalIPs').length > 0) yield `spec.externalIPs ${ignored}`;
  if (spec.textOf('sessionAffinity') !== 'None') yield `spec.SessionAffinity ${ignored}`;
}
