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
import { validateControllerRevision, validateControllerRevisionUpdate } from './validation/apps/controller-revision.ts';
import { validateStatefulSet, validateStatefulSetUpdate } from './validation/apps/stateful-set.ts';
import {
  lookAtDaemonSet,
  lookAtDeployment,
  lookAtReplicaSet,
  selectorStays,
  validateDaemonSetStatus,
  validateDaemonSetUpdate,
  validateDeploymentStatus,
  validateReplicaSetStatus,
  validateStatefulSetStatus,
} from './validation/apps/workloads.ts';
import { validateCronJob, validateCronJobUpdate } from './validation/batch/cron-job.ts';
import { findings } from './validation/field.ts';
import { dnsLabelName } from './validation/names.ts';

/** The rules of the group apps, by plural. */
export const appsRules: Readonly<Record<string, KindRules>> = {
  controllerrevisions: { validate: validateControllerRevision, validateUpdate: validateControllerRevisionUpdate },
  deployments: {
    setDefaults: defaultDeployment,
    hasGeneration: true,
    generationFields: [['spec'], ['metadata', 'annotations']],
    statusResetFields: [['spec'], ['metadata', 'labels']],
    validate: (deployment) => findings(deployment, lookAtDeployment),
    validateUpdate: selectorStays(lookAtDeployment),
    validateStatusUpdate: validateDeploymentStatus,
  },
  daemonsets: {
    setDefaults(daemonSet) {
      defaultDaemonSet(daemonSet);
      defaultTemplateGeneration(daemonSet);
    },
    hasGeneration: true,
    prepareForCreate: (daemonSet) => setTemplateGeneration(daemonSet, 1),
    prepareForUpdate: keepTemplateGeneration,
    validate: (daemonSet) => findings(daemonSet, lookAtDaemonSet),
    validateUpdate: validateDaemonSetUpdate,
    validateStatusUpdate: validateDaemonSetStatus,
  },
  replicasets: {
    setDefaults: defaultReplicaSet,
    hasGeneration: true,
    validate: (replicaSet) => findings(replicaSet, lookAtReplicaSet),
    validateUpdate: selectorStays(lookAtReplicaSet),
    validateStatusUpdate: validateReplicaSetStatus,
    selectableFields: (replicaSet) => ({
      'status.replicas': String(numberField(objectField(replicaSet, 'status'), 'replicas') ?? 0),
    }),
  },
  statefulsets: {
    setDefaults: defaultStatefulSet,
    hasGeneration: true,
    validate: validateStatefulSet,
    validateUpdate: validateStatefulSetUpdate,
    validateStatusUpdate: validateStatefulSetStatus,
    validateName: dnsLabelName,
  },
};

/** The rules of the group batch, by plural. */
export const batchRules: Readonly<Record<string, KindRules>> = {
  cronjobs: {
    setDefaults: defaultCronJob,
    hasGeneration: true,
    validate: validateCronJob,
    validateUpdate: validateCronJobUpdate,
  },
  jobs: jobRules,
};
