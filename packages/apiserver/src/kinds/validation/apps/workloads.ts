// Deployments, ReplicaSets, DaemonSets and their status: pkg/apis/apps/validation of Kubernetes.
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { Field, findings } from '../field.ts';
import { mustStay } from '../immutable.ts';
import { labelSelector } from '../labels.ts';
import { notNegative } from '../numbers.ts';
import { lookAtPodTemplate } from '../pod/pod-template.ts';
import { isEmptySelector, templateMustMatch } from '../selectors.ts';
import { daemonSetStrategy, deploymentStrategy } from './strategies.ts';

/** Pods that a controller keeps running start again and have no deadline. */
export function templateMustRun(template: Field, kind: string): void {
  const policy = template.at('spec', 'restartPolicy');
  if (policy.text !== 'Always') policy.unsupported(['Always'], policy.text);
  const deadline = template.at('spec', 'activeDeadlineSeconds');
  if (deadline.isSet) deadline.forbidden(`activeDeadlineSeconds in ${kind} is not Supported`);
}

/** The selector must be there and select something. */
function lookAtSelector(selector: Field, kind: string): void {
  if (!selector.isSet) {
    selector.required();
    return;
  }
  selector.must(labelSelector);
  if (isEmptySelector(selector)) selector.invalid(`empty selector is invalid for ${kind}`);
}

function lookAtReplicas(spec: Field): void {
  const selector = spec.child('selector');
  const template = spec.child('template');
  lookAtSelector(selector, 'deployment');
  if (!templateMustMatch(selector, template)) {
    selector.invalid('invalid label selector');
    return;
  }
  lookAtPodTemplate(template);
  templateMustRun(template, 'ReplicaSet');
}

export function lookAtDeployment(deployment: Field): void {
  const spec = deployment.child('spec');
  spec.child('replicas').must(notNegative);
  lookAtReplicas(spec);
  spec.child('strategy').must(deploymentStrategy);
  spec.child('minReadySeconds').must(notNegative);
  spec.child('revisionHistoryLimit').must(notNegative);
  const deadline = spec.child('progressDeadlineSeconds');
  if (!deadline.isSet) return;
  deadline.must(notNegative);
  if (deadline.number <= spec.numberOf('minReadySeconds')) deadline.invalid('must be greater than minReadySeconds');
}

export function lookAtReplicaSet(replicaSet: Field): void {
  const spec = replicaSet.child('spec');
  spec.child('replicas').must(notNegative);
  spec.child('minReadySeconds').must(notNegative);
  lookAtReplicas(spec);
}

export function lookAtDaemonSet(daemonSet: Field): void {
  const spec = daemonSet.child('spec');
  const selector = spec.child('selector');
  const template = spec.child('template');
  selector.must(labelSelector);
  templateMustMatch(selector, template);
  if (selector.isSet && isEmptySelector(selector)) selector.invalid('empty selector is invalid for daemonset');
  lookAtPodTemplate(template);
  templateMustRun(template, 'DaemonSet');
  spec.child('minReadySeconds').must(notNegative);
  spec.child('updateStrategy').must(daemonSetStrategy);
  spec.child('revisionHistoryLimit').must(notNegative);
}

/** Rules for a kind whose selector says for ever which pods are its own. */
export function selectorStays(look: (object: Field) => void): (object: KubeObject, old: KubeObject) => FieldError[] {
  return (object, old) =>
    findings(object, (root) => {
      look(root);
      mustStay(root.at('spec', 'selector'), Field.root(old).at('spec', 'selector'));
    });
}

/** As selectorStays, but Kubernetes looks at the change first. */
export function validateDaemonSetUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (root) => {
    mustStay(root.at('spec', 'selector'), Field.root(old).at('spec', 'selector'));
    lookAtDaemonSet(root);
  });
}

/** The counts of a status, in the order in which they are looked at. */
interface StatusRules {
  readonly counts: readonly string[];
  /** Not greater than `replicas`. */
  readonly parts: readonly string[];
  readonly readyText: string;
}

const ready = 'cannot be greater than readyReplicas';
const replicaCounts = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'];
const replicaParts = ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'];

const deploymentStatus: StatusRules = {
  counts: [
    'observedGeneration',
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'terminatingReplicas',
    'collisionCount',
  ],
  parts: ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
  readyText: ready,
};
const replicaSetStatus: StatusRules = {
  counts: [...replicaCounts, 'terminatingReplicas'],
  parts: replicaParts,
  readyText: ready,
};
const controllerStatus: StatusRules = { counts: replicaCounts, parts: replicaParts, readyText: ready };
const statefulSetStatus: StatusRules = {
  counts: [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'observedGeneration',
    'collisionCount',
  ],
  parts: ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
  readyText: 'cannot be greater than status.readyReplicas',
};
const daemonSetStatus: StatusRules = {
  counts: [
    'currentNumberScheduled',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'numberReady',
    'observedGeneration',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberUnavailable',
    'collisionCount',
  ],
  parts: [],
  readyText: '',
};

type StatusCheck = (object: KubeObject, old: KubeObject) => FieldError[];

function validateStatus(rules: StatusRules): StatusCheck {
  return (object, old) =>
    findings(object, (root) => {
      const status = root.child('status');
      for (const name of rules.counts) status.child(name).must(notNegative);
      for (const name of rules.parts) {
        const part = status.child(name);
        if (part.number > status.numberOf('replicas')) {
          part.invalid('cannot be greater than status.replicas', part.number);
        }
      }
      const available = status.child('availableReplicas');
      if (rules.parts.length > 0 && available.number > status.numberOf('readyReplicas')) {
        available.invalid(rules.readyText, available.number);
      }
      collisionsMustNotFall(status, Field.root(old).child('status'));
    });
}

function collisionsMustNotFall(status: Field, old: Field): void {
  const count = status.child('collisionCount');
  const before = old.child('collisionCount');
  if (before.isSet && (!count.isSet || count.number < before.number)) {
    count.invalid('cannot be decremented', count.number);
  }
}

export const validateDeploymentStatus: StatusCheck = validateStatus(deploymentStatus);
export const validateReplicaSetStatus: StatusCheck = validateStatus(replicaSetStatus);
export const validateReplicationControllerStatus: StatusCheck = validateStatus(controllerStatus);
export const validateStatefulSetStatus: StatusCheck = validateStatus(statefulSetStatus);
export const validateDaemonSetStatus: StatusCheck = validateStatus(daemonSetStatus);
