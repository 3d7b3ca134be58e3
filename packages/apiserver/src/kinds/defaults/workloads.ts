// The defaults of pkg/apis/apps/v1 and pkg/apis/batch/v1 of Kubernetes.
import type { JsonObject } from '@flux19/objects';
import { ensureObject, objectField, objectsField, setDefault, setDefaultText, textField } from '../../json/fields.ts';
import { defaultLabelsFromTemplate, defaultPodTemplate } from './pod-spec.ts';

export function defaultDeployment(deployment: JsonObject): void {
  const spec = ensureObject(deployment, 'spec');
  setDefault(spec, 'replicas', 1);
  const strategy = ensureObject(spec, 'strategy');
  setDefaultText(strategy, 'type', 'RollingUpdate');
  if (textField(strategy, 'type') === 'RollingUpdate') {
    const rolling = ensureObject(strategy, 'rollingUpdate');
    setDefault(rolling, 'maxUnavailable', '25%');
    setDefault(rolling, 'maxSurge', '25%');
  }
  setDefault(spec, 'revisionHistoryLimit', 10);
  setDefault(spec, 'progressDeadlineSeconds', 600);
  defaultPodTemplate(spec);
}

export function defaultDaemonSet(daemonSet: JsonObject): void {
  const spec = ensureObject(daemonSet, 'spec');
  const strategy = ensureObject(spec, 'updateStrategy');
  setDefaultText(strategy, 'type', 'RollingUpdate');
  if (textField(strategy, 'type') === 'RollingUpdate') {
    const rolling = ensureObject(strategy, 'rollingUpdate');
    setDefault(rolling, 'maxUnavailable', 1);
    setDefault(rolling, 'maxSurge', 0);
  }
  setDefault(spec, 'revisionHistoryLimit', 10);
  defaultPodTemplate(spec);
}

export function defaultStatefulSet(statefulSet: JsonObject): void {
  const spec = ensureObject(statefulSet, 'spec');
  setDefaultText(spec, 'podManagementPolicy', 'OrderedReady');
  const strategy = ensureObject(spec, 'updateStrategy');
  if (textField(strategy, 'type') === '') {
    strategy['type'] = 'RollingUpdate';
    setDefault(strategy, 'rollingUpdate', {});
  }
  const rolling = objectField(strategy, 'rollingUpdate');
  if (textField(strategy, 'type') === 'RollingUpdate' && rolling !== undefined) {
    setDefault(rolling, 'partition', 0);
    setDefault(rolling, 'maxUnavailable', 1);
  }
  const retention = ensureObject(spec, 'persistentVolumeClaimRetentionPolicy');
  setDefaultText(retention, 'whenDeleted', 'Retain');
  setDefaultText(retention, 'whenScaled', 'Retain');
  setDefault(spec, 'replicas', 1);
  setDefault(spec, 'revisionHistoryLimit', 10);
  setDefault(spec, 'serviceName', '');
  for (const claim of objectsField(spec, 'volumeClaimTemplates')) {
    // Kubernetes: these are whole objects, kind and all.
    claim['apiVersion'] = 'v1';
    claim['kind'] = 'PersistentVolumeClaim';
    setDefault(ensureObject(claim, 'spec'), 'volumeMode', 'Filesystem');
    setDefaultText(ensureObject(claim, 'status'), 'phase', 'Pending');
  }
  defaultPodTemplate(spec);
}

export function defaultReplicaSet(replicaSet: JsonObject): void {
  const spec = ensureObject(replicaSet, 'spec');
  setDefault(spec, 'replicas', 1);
  defaultPodTemplate(spec);
}

export function defaultReplicationController(controller: JsonObject): void {
  const spec = ensureObject(controller, 'spec');
  const labels = objectField(objectField(objectField(spec, 'template'), 'metadata'), 'labels');
  if (labels !== undefined) setDefault(spec, 'selector', { ...labels });
  defaultLabelsFromTemplate(controller);
  setDefault(spec, 'replicas', 1);
  defaultPodTemplate(spec);
}

export function defaultJob(job: JsonObject): void {
  const spec = ensureObject(job, 'spec');
  if (spec['completions'] === undefined && spec['parallelism'] === undefined) spec['completions'] = 1;
  if (spec['scheduling'] !== undefined) delete spec['scheduling'];
  setDefault(spec, 'parallelism', 1);
  setDefault(spec, 'backoffLimit', spec['backoffLimitPerIndex'] === undefined ? 6 : 2 ** 31 - 1);
  defaultLabelsFromTemplate(job);
  setDefault(spec, 'completionMode', 'NonIndexed');
  setDefault(spec, 'suspend', false);
  const replacement = objectField(spec, 'podFailurePolicy') === undefined ? 'TerminatingOrFailed' : 'Failed';
  setDefault(spec, 'podReplacementPolicy', replacement);
  setDefault(spec, 'manualSelector', false);
  for (const rule of objectsField(objectField(spec, 'podFailurePolicy'), 'rules')) {
    for (const condition of objectsField(rule, 'onPodConditions')) setDefaultText(condition, 'status', 'True');
  }
  defaultPodTemplate(spec);
}

export function defaultCronJob(cronJob: JsonObject): void {
  const spec = ensureObject(cronJob, 'spec');
  setDefaultText(spec, 'concurrencyPolicy', 'Allow');
  setDefault(spec, 'suspend', false);
  setDefault(spec, 'successfulJobsHistoryLimit', 3);
  setDefault(spec, 'failedJobsHistoryLimit', 1);
  const jobSpec = objectField(objectField(spec, 'jobTemplate'), 'spec');
  defaultPodTemplate(jobSpec);
}
