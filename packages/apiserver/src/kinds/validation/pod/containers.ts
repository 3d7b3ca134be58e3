// Containers of every sort: pkg/apis/core/validation of Kubernetes.
import type { Check, Field } from '../field.ts';
import { dnsLabel, needed, neededOneOf, nonEmpty, oneOf, portName, unlessEmpty } from '../names.ts';
import { port } from '../numbers.ts';
import { lookAtEnvironment } from './container-env.ts';
import { lookAtDevices, lookAtMounts } from './container-mounts.ts';
import { lifecycle, lookAtProbes } from './handlers.ts';
import { pullPolicy } from './pull-policy.ts';
import { containerResource, resources } from './resources.ts';
import { securityContext } from './security-context.ts';
import type { Volumes } from './volumes.ts';

/** What the containers of a pod share. */
export interface ContainerContext {
  readonly volumes: Volumes;
  readonly claims: ReadonlySet<string>;
  readonly restartPolicy: string;
  readonly usesHostUsers: boolean;
  readonly graceSeconds: number | undefined;
  readonly os: string | undefined;
}

const protocol: Check = neededOneOf('SCTP', 'TCP', 'UDP');

function lookAtPorts(ports: readonly Field[]): void {
  const names = new Set<string>();
  for (const item of ports) {
    const name = item.child('name');
    const before = item.findings.length;
    name.must(unlessEmpty(portName));
    if (item.findings.length === before && name.text !== '') {
      if (names.has(name.text)) name.duplicate();
      names.add(name.text);
    }
    const number = item.child('containerPort');
    if (number.number === 0) number.required();
    else number.must(port);
    if (item.numberOf('hostPort') !== 0) item.child('hostPort').must(port);
    item.child('protocol').must(protocol);
  }
}

function lookAtResizing(list: Field, podRestartPolicy: string): void {
  const names = new Set<string>();
  for (const item of list.items()) {
    const name = item.textOf('resourceName');
    const policy = item.textOf('restartPolicy');
    if (names.has(name)) item.duplicate(name);
    names.add(name);
    list.holding(name).must(neededOneOf('cpu', 'memory'));
    list.holding(policy).must(neededOneOf('NotRequired', 'RestartContainer'));
    if (podRestartPolicy === 'Never' && policy !== 'NotRequired') {
      list.invalid("must be 'NotRequired' when pod `restartPolicy` is 'Never'", policy);
    }
  }
}

/** What every container must be. */
function lookAtContainer(container: Field, context: ContainerContext): void {
  container.child('name').must(nonEmpty(dnsLabel));
  container.child('image').must(needed);
  container.child('terminationMessagePolicy').must(neededOneOf('File', 'FallbackToLogsOnError'));
  lookAtPorts(container.list('ports'));
  lookAtEnvironment(container);
  lookAtMounts(container, context.volumes);
  lookAtDevices(container, context.volumes);
  container.child('imagePullPolicy').must(pullPolicy);
  container.child('resources').must(resources(containerResource, context.claims));
  lookAtResizing(container.child('resizePolicy'), context.restartPolicy);
  container.child('securityContext').mayBe(securityContext(context.usesHostUsers));
}

const ruleLimit = 20;
const valueLimit = 255;

/** Whether a container runs again when it has ended. */
function lookAtRestarts(container: Field): void {
  const policy = container.child('restartPolicy');
  const rules = container.child('restartPolicyRules');
  if (policy.isSet) policy.must(oneOf('Always', 'Never', 'OnFailure'));
  else if (rules.length > 0) policy.required('must specify restartPolicy when restart rules are used');
  if (rules.length > ruleLimit) rules.tooMany(ruleLimit);
  for (const rule of rules.items()) rule.must(restartRule);
}

const restartRule: Check = (rule) => {
  rule.child('action').must(oneOf('Restart', 'RestartAllContainers'));
  const codes = rule.child('exitCodes');
  if (!codes.isSet) return codes.required('must be specified');
  codes.child('operator').must(oneOf('In', 'NotIn'));
  if (codes.child('values').length > valueLimit) codes.child('values').tooMany(valueLimit);
};

/** Ports of the host are there once. */
function hostPortsMustDiffer(containers: readonly Field[]): void {
  const used = new Set<string>();
  for (const container of containers) {
    for (const item of container.list('ports')) {
      const number = item.numberOf('hostPort');
      if (number === 0) continue;
      const key = `${item.textOf('protocol')}/${item.textOf('hostIP')}/${number}`;
      if (used.has(key)) item.child('hostPort').duplicate(key);
      used.add(key);
    }
  }
}

export function lookAtContainers(list: Field, context: ContainerContext): void {
  const containers = list.items();
  if (containers.length === 0) {
    list.required();
    return;
  }
  const names = new Set<string>();
  const hooks = lifecycle(context);
  for (const container of containers) {
    lookAtContainer(container, context);
    const name = container.child('name');
    if (names.has(name.text)) name.duplicate(name.text);
    names.add(name.text);
    container.child('lifecycle').mayBe(hooks);
    lookAtProbes(container);
    lookAtRestarts(container);
  }
  hostPortsMustDiffer(containers);
}

const forSidecars = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

export function lookAtInitContainers(list: Field, others: readonly Field[], context: ContainerContext): void {
  const names = new Set(others.map((container) => container.textOf('name')));
  const hooks = lifecycle(context);
  for (const container of list.items()) {
    lookAtContainer(container, context);
    lookAtRestarts(container);
    const name = container.child('name');
    if (names.has(name.text)) name.duplicate(name.text);
    else if (name.text !== '') names.add(name.text);
    hostPortsOfInitContainer(container, list);
    if (container.textOf('restartPolicy') === 'Always') {
      container.child('lifecycle').mayBe(hooks);
      lookAtProbes(container);
    } else lookAtOneTimeContainer(container);
  }
}

/** Kubernetes takes each of them for the first of the list. */
function hostPortsOfInitContainer(container: Field, list: Field): void {
  hostPortsMustDiffer([list.index(0).holding(container.value)]);
}

function lookAtOneTimeContainer(container: Field): void {
  for (const name of forSidecars) {
    if (container.has(name)) {
      container.child(name).forbidden('may not be set for init containers without restartPolicy=Always');
    }
  }
  for (const policy of container.list('resizePolicy')) {
    if (policy.textOf('restartPolicy') === 'RestartContainer') {
      const text = "must not be set to 'RestartContainer' for non-sidecar initContainers";
      policy.child('restartPolicy').invalid(text);
    }
  }
}

const notEphemeral = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
];
const refusal = 'cannot be set for an Ephemeral Container';

export function lookAtEphemeralContainers(list: Field, others: readonly Field[], context: ContainerContext): void {
  const targets = new Set(others.map((container) => container.textOf('name')));
  const names = new Set(targets);
  for (const container of list.items()) {
    lookAtContainer(container, context);
    container.must(trimmedImage);
    const name = container.child('name');
    if (names.has(name.text)) name.duplicate(name.text);
    names.add(name.text);
    const target = container.child('targetContainerName');
    if (target.text !== '' && !targets.has(target.text)) target.notFound();
    lookForRefused(container);
  }
}

function lookForRefused(container: Field): void {
  for (const field of notEphemeral) {
    if (container.child(field).length > 0) container.child(field).forbidden(refusal);
  }
  for (const mount of container.list('volumeMounts')) {
    for (const field of ['subPath', 'subPathExpr']) {
      if (mount.textOf(field) !== '') mount.child(field).forbidden(refusal);
    }
  }
}

/** Pods, but not templates of them, need an image without spaces around it. */
export const trimmedImage: Check = (container) => {
  const image = container.child('image');
  if (image.text.trim() !== image.text) image.invalid('must not have leading or trailing whitespace');
};
