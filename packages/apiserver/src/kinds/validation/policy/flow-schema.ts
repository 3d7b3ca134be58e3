// FlowSchemas: pkg/apis/flowcontrol/validation of Kubernetes.
import { isDns1123Label, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Field, findings } from '../field.ts';
import { dnsLabel, dnsSubdomain, needed } from '../names.ts';

const verbs = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'proxy', 'update', 'watch'];
const largestPrecedence = 10_000;

/** Whether there is a list at all, and nothing beside a `*` in it; `what` says what else there is. */
function holdsWildcard(list: Field, what: string, missing: string): boolean {
  const texts = list.items().map(({ text }) => text);
  if (texts.length === 0) list.required(missing);
  else if (texts.includes('*') && texts.length > 1) {
    list.invalid(`if '*' is present, must not specify other ${what}`);
  }
  return texts.length === 0 || texts.includes('*');
}

function lookAtVerbs(rule: Field): void {
  const list = rule.child('verbs');
  if (holdsWildcard(list, 'verbs', 'verbs must contain at least one value')) return;
  if (!rule.textsOf('verbs').every((verb) => verbs.includes(verb))) list.unsupported(verbs, list.shown);
}

function lookAtResources(rule: Field): void {
  lookAtVerbs(rule);
  holdsWildcard(rule.child('apiGroups'), 'api groups', 'resource rules must supply at least one api group');
  holdsWildcard(rule.child('resources'), 'resources', 'resource rules must supply at least one resource');
  const namespaces = rule.child('namespaces');
  if (namespaces.length === 0 && rule.child('clusterScope').isTrue) return;
  const missing = 'resource rules that are not cluster scoped must supply at least one namespace';
  if (holdsWildcard(namespaces, 'namespaces', missing)) return;
  for (const namespace of namespaces.items()) {
    for (const complaint of isDns1123Label(namespace.text)) {
      namespace.invalid(`each member of this list must be '*' or a DNS-1123 label; ${complaint}`);
    }
  }
}

function lookAtUrls(rule: Field): void {
  lookAtVerbs(rule);
  const list = rule.child('nonResourceURLs');
  if (holdsWildcard(list, 'non-resource URLs', 'nonResourceURLs must contain at least one value')) return;
  for (const url of list.items()) lookAtUrl(url);
}

function lookAtUrl(url: Field): void {
  const { text } = url;
  if (text === '') url.invalid('must not be empty');
  else if (text === '/') return;
  else if (!text.startsWith('/')) url.invalid('must start with slash');
  else if (text.includes(' ')) url.invalid('must not contain white-space');
  else if (text.includes('//')) url.invalid('must not contain double slash');
  else if (/\*(?!$)|[^/]\*$/.test(text)) url.invalid('wildcard can only do suffix matching');
}

const subjects = { Group: 'group', ServiceAccount: 'serviceAccount', User: 'user' } as const;

function lookAtSubject(subject: Field): void {
  const kind = subject.textOf('kind');
  const own = Object.entries(subjects).find(([name]) => name === kind)?.[1];
  if (own === undefined) {
    subject.child('kind').unsupported(Object.keys(subjects), kind);
    return;
  }
  lookAtOwn(subject.child(own), kind);
  for (const other of ['serviceAccount', 'user', 'group']) {
    if (other === own || !subject.has(other)) continue;
    const wanted = Object.entries(subjects).find(([, name]) => name === other)?.[0];
    subject.child(other).forbidden(`${other} is forbidden when subject kind is not '${wanted}'`);
  }
}

function lookAtOwn(field: Field, kind: string): void {
  if (!field.isSet) {
    field.required(`${field.name} is required when subject kind is '${kind}'`);
    return;
  }
  const name = field.child('name');
  name.must(needed);
  if (kind !== 'ServiceAccount') return;
  if (name.text !== '' && name.text !== '*') name.must(dnsSubdomain);
  const namespace = field.child('namespace');
  if (namespace.text === '') namespace.required('must specify namespace for service account');
  else namespace.must(dnsLabel);
}

function lookAtRule(rule: Field): void {
  for (const subject of rule.list('subjects')) lookAtSubject(subject);
  if (rule.child('subjects').length === 0) rule.child('subjects').required('subjects must contain at least one value');
  if (rule.child('resourceRules').length + rule.child('nonResourceRules').length === 0) {
    rule.required('at least one of resourceRules and nonResourceRules has to be non-empty');
  }
  for (const resources of rule.list('resourceRules')) lookAtResources(resources);
  for (const urls of rule.list('nonResourceRules')) lookAtUrls(urls);
}

export function validateFlowSchema(object: KubeObject): FieldError[] {
  return findings(object, (schema) => {
    const spec = schema.child('spec');
    const precedence = spec.child('matchingPrecedence');
    if (precedence.number <= 0) precedence.invalid('must be a positive value');
    if (precedence.number > largestPrecedence) precedence.invalid(`must not be greater than ${largestPrecedence}`);
    if (precedence.number === 1 && object.metadata.name !== 'exempt') {
      precedence.invalid("only the schema named 'exempt' may have matchingPrecedence 1");
    }
    const method = spec.child('distinguisherMethod');
    if (method.isSet && !['ByNamespace', 'ByUser'].includes(method.textOf('type'))) {
      method.child('type').unsupported(['ByNamespace', 'ByUser'], { Type: method.textOf('type') });
    }
    const level = spec.at('priorityLevelConfiguration', 'name');
    if (level.text === '') level.required('must reference a priority level');
    else level.must(dnsSubdomain);
    for (const rule of spec.list('rules')) lookAtRule(rule);
  });
}
