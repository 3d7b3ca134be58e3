import { numberField, objectField } from '../json/fields.ts';
import { defaultTemplateGeneration, keepTemplateGeneration, setTemplateGeneration } from './daemon-set-generation.ts';
import {
  defaultCronJob,
  defaultDaemonSet,
  defaultDeployment,
  defaultReplicaSet,
  defaultStatefulSet,
} from './defaults/workloads.ts';
import { jobRules } from './job.ts';
import type { KindRules } from './kind-rules.ts';
import { dnsLabelName } from './validation/checks.ts';
import {
  validateCronJob,
  validateDaemonSet,
  validateDeployment,
  validateReplicaSet,
  validateSelectorUnchanged,
  validateStatefulSet,
  validateStatefulSetUpdate,
} from './validation/workloads.ts';

/** The rules of the group apps, by plural. */
export const appsRules: Readonly<Record<string, KindRules>> = {
  deployments: {
    setDefaults: defaultDeployment,
    hasGeneration: true,
    generationFields: [['spec'], ['metadata', 'annotations']],
    statusResetFields: [['spec'], ['metadata', 'labels']],
    validate: validateDeployment,
    validateUpdate: (next, old) => [...validateDeployment(next), ...validateSelectorUnchanged(next, old)],
  },
  daemonsets: {
    setDefaults(daemonSet) {
      defaultDaemonSet(daemonSet);
      defaultTemplateGeneration(daemonSet);
    },
    hasGeneration: true,
    prepareForCreate: (daemonSet) => setTemplateGeneration(daemonSet, 1),
    prepareForUpdate: keepTemplateGeneration,
    validate: validateDaemonSet,
    validateUpdate: (next, old) => [...validateDaemonSet(next), ...validateSelectorUnchanged(next, old)],
  },
  replicasets: {
    setDefaults: defaultReplicaSet,
    hasGeneration: true,
    validate: validateReplicaSet,
    validateUpdate: (next, old) => [...validateReplicaSet(next), ...validateSelectorUnchanged(next, old)],
    selectableFields: (replicaSet) => ({
      'status.replicas': String(numberField(objectField(replicaSet, 'status'), 'replicas') ?? 0),
    }),
  },
  statefulsets: {
    setDefaults: defaultStatefulSet,
    hasGeneration: true,
    validate: validateStatefulSet,
    validateUpdate: (next, old) => [...validateStatefulSet(next), ...validateStatefulSetUpdate(next, old)],
    validateName: dnsLabelName,
  },
};

/** The rules of the group batch, by plural. */
export const batchRules: Readonly<Record<string, KindRules>> = {
  cronjobs: {
    setDefaults: defaultCronJob,
    hasGeneration: true,
    validate: validateCronJob,
    validateUpdate: validateCronJob,
  },
  jobs: jobRules,
};
