import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { legacyAddress, readAddress } from '../addresses.ts';
import { balancerHost } from '../core/service.ts';
import { type Check, Field, findings } from '../field.ts';
import { dnsLabel, dnsSubdomain, nonEmpty, pathSegment, portName, unlessEmpty, wildcardSubdomain } from '../names.ts';
import { port } from '../numbers.ts';

const typedReference: Check = (reference) => {
  reference.child('apiGroup').mayBe(dnsSubdomain);
  reference.child('kind').must(nonEmpty(pathSegment));
  reference.child('name').must(nonEmpty(pathSegment));
};

const backend: Check = (field) => {
  const service = field.child('service');
  const resource = field.child('resource');
  if (resource.isSet && service.isSet) field.invalid('cannot set both resource and service backends', '');
  else if (resource.isSet) resource.must(typedReference);
  else if (service.isSet) lookAtService(field, service);
  else field.invalid('resource or service backend is required', '');
};

function lookAtService(field: Field, service: Field): void {
  service.child('name').must(nonEmpty(dnsLabel));
  const name = service.at('port', 'name');
  const number = service.at('port', 'number');
  if (name.text !== '' && number.number !== 0) field.invalid('cannot set both port name & port number', '');
  else if (name.text !== '') name.must(portName);
  else if (number.number !== 0) number.must(port);
  else field.required('port name or number is required');
}

const badSequences = ['//', '/./', '/../', '%2f', '%2F'];
const badEnds = ['/..', '/.'];
const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

const httpPath: Check = (item) => {
  const type = item.child('pathType');
  const path = item.child('path');
  if (type.text === '') return type.required('pathType must be specified');
  if (type.text === 'Exact' || type.text === 'Prefix') lookAtPath(path);
  else if (!pathTypes.includes(type.text)) type.unsupported(pathTypes, type.text);
  else if (path.text !== '' && !path.text.startsWith('/')) path.invalid('must be an absolute path');
  item.child('backend').must(backend);
};

function lookAtPath(path: Field): void {
  if (!path.text.startsWith('/')) path.invalid('must be an absolute path', path.text);
  for (const sequence of badSequences) {
    if (path.text.includes(sequence)) path.invalid(`must not contain '${sequence}'`);
  }
  for (const end of badEnds) if (path.text.endsWith(end)) path.invalid(`cannot end with '${end}'`);
}

const hostName: Check = (field) => {
  field.must(field.text.includes('*') ? wildcardSubdomain : dnsSubdomain);
};

function lookAtRule(rule: Field): void {
  const host = rule.child('host');
  if (readAddress(host.text) !== undefined) host.invalid('must be a DNS name, not an IP address');
  host.must(unlessEmpty(hostName));
  const http = rule.child('http');
  if (!http.isSet) return;
  if (http.child('paths').length === 0) http.child('paths').required();
  for (const path of http.list('paths')) path.must(httpPath);
}

function lookAtIngress(ingress: Field): void {
  const spec = ingress.child('spec');
  const rules = spec.child('rules');
  if (rules.length === 0 && !spec.has('defaultBackend')) {
    spec.invalid('either `defaultBackend` or `rules` must be specified', rules.value ?? null);
  }
  spec.child('defaultBackend').mayBe(backend);
  for (const rule of rules.items()) lookAtRule(rule);
  for (const tls of spec.list('tls')) {
    for (const host of tls.list('hosts')) host.must(hostName);
    tls.child('secretName').must(unlessEmpty(dnsSubdomain));
  }
  spec.child('ingressClassName').mayBe(dnsSubdomain);
}

const classAnnotation = 'kubernetes.io/ingress.class';

export function validateIngress(object: KubeObject): FieldError[] {
  return findings(object, (ingress) => {
    lookAtIngress(ingress);
    const annotation = ingress.at('metadata', 'annotations', classAnnotation);
    const name = ingress.at('spec', 'ingressClassName');
    if (!annotation.isSet || !name.isSet || annotation.text === name.text) return;
    const text = 'must match `ingressClassName` when both are specified';
    ingress.child('annotations').child(classAnnotation).invalid(text, annotation.text);
  });
}

export function validateIngressUpdate(object: KubeObject): FieldError[] {
  return findings(object, lookAtIngress);
}

export function validateIngressStatus(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (ingress) => {
    const before = Field.root(old).at('status', 'loadBalancer').list('ingress');
    const known = new Set(before.map((item) => item.textOf('ip')));
    for (const item of ingress.at('status', 'loadBalancer').list('ingress')) {
      const address = item.child('ip');
      if (address.text !== '' && !known.has(address.text)) address.must(legacyAddress);
      item.child('hostname').must(balancerHost);
    }
  });
}
