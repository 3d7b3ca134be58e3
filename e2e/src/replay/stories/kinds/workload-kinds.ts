import type { JsonObject } from '@flux19/objects';
import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

function template(app: string): JsonObject {
  return {
    metadata: { labels: { app } },
    spec: { containers: [{ name: app, image: `${app}:1`, ports: [{ containerPort: 80 }] }] },
  };
}

function selected(app: string): JsonObject {
  return { selector: { matchLabels: { app } }, template: template(app) };
}

const job: JsonObject = {
  ...template('job'),
  spec: { restartPolicy: 'Never', containers: [{ name: 'job', image: 'job:1' }] },
};

export const workloadKinds: Story = storyOfKinds('workload-kinds', [
  {
    api: 'apis/apps/v1',
    plural: 'deployments',
    object: { kind: 'Deployment', metadata: { name: 'web' }, spec: selected('web') },
    change: { spec: { replicas: 3, ...selected('web') } },
    status: { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2, observedGeneration: 1 },
  },
  {
    api: 'apis/apps/v1',
    plural: 'replicasets',
    object: { kind: 'ReplicaSet', metadata: { name: 'web' }, spec: selected('web') },
    change: { spec: { replicas: 2, ...selected('web') } },
    status: { replicas: 2, readyReplicas: 1 },
  },
  {
    api: 'apis/apps/v1',
    plural: 'statefulsets',
    object: {
      kind: 'StatefulSet',
      metadata: { name: 'db' },
      spec: {
        ...selected('db'),
        serviceName: 'db',
        volumeClaimTemplates: [
          {
            metadata: { name: 'data' },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        ],
      },
    },
    status: { replicas: 1, readyReplicas: 1, currentRevision: 'db-1' },
  },
  {
    api: 'apis/apps/v1',
    plural: 'daemonsets',
    object: { kind: 'DaemonSet', metadata: { name: 'agent' }, spec: selected('agent') },
    status: { currentNumberScheduled: 1, desiredNumberScheduled: 1, numberMisscheduled: 0, numberReady: 1 },
  },
  {
    api: 'apis/apps/v1',
    plural: 'controllerrevisions',
    object: { kind: 'ControllerRevision', metadata: { name: 'first' }, revision: 1, data: { any: { thing: [1] } } },
    change: { revision: 2, data: { any: { thing: [1] } } },
  },
  {
    api: 'apis/batch/v1',
    plural: 'jobs',
    object: { kind: 'Job', metadata: { name: 'job' }, spec: { template: job } },
    status: { active: 1, startTime: '2001-01-01T00:00:00Z' },
  },
  {
    api: 'apis/batch/v1',
    plural: 'cronjobs',
    object: {
      kind: 'CronJob',
      metadata: { name: 'nightly' },
      spec: { schedule: '0 3 * * *', timeZone: 'Etc/UTC', jobTemplate: { spec: { template: job } } },
    },
    status: { lastScheduleTime: '2001-01-01T00:00:00Z' },
  },
  {
    api: 'apis/autoscaling/v2',
    plural: 'horizontalpodautoscalers',
    object: {
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'web' },
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        maxReplicas: 5,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
    },
    status: { currentReplicas: 1, desiredReplicas: 2 },
  },
  {
    api: 'apis/policy/v1',
    plural: 'poddisruptionbudgets',
    object: {
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
    },
    status: { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 },
  },
]);
