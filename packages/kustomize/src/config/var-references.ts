import type { FieldSpec } from './field-spec.ts';

const podOf: Readonly<Record<string, string>> = {
  CronJob: 'spec/jobTemplate/spec/template/spec/',
  DaemonSet: 'spec/template/spec/',
  Deployment: 'spec/template/spec/',
  Job: 'spec/template/spec/',
  Pod: 'spec/',
  ReplicaSet: 'spec/template/spec/',
  StatefulSet: 'spec/template/spec/',
};
const containerFields = ['args', 'command', 'env/value', 'volumeMounts/mountPath'];

/** Fields in which `$(NAME)` of the legacy `vars` is replaced. */
export function varReferences(): FieldSpec[] {
  const pods = Object.entries(podOf).flatMap(([kind, pod]) =>
    ['containers', 'initContainers'].flatMap((list) =>
      containerFields.map((field) => ({ path: `${pod}${list}/${field}`, kind })),
    ),
  );
  return [
    ...pods,
    // As in kustomize: without `spec` in the path of CronJob.
    { path: 'spec/jobTemplate/spec/template/volumes/nfs/server', kind: 'CronJob' },
    ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet'].map((kind) => ({
      path: 'spec/template/spec/volumes/nfs/server',
      kind,
    })),
    { path: 'spec/volumes/nfs/server', kind: 'Pod' },
    { path: 'spec/template/metadata/annotations', kind: 'Deployment' },
    ...['spec/rules/host', 'spec/tls/hosts', 'spec/tls/secretName'].map((path) => ({ path, kind: 'Ingress' })),
    ...['spec/ports/port', 'spec/ports/targetPort'].map((path) => ({ path, kind: 'Service' })),
    { path: 'spec/volumeClaimTemplates/spec/nfs/server', kind: 'StatefulSet' },
    { path: 'spec/nfs/server', kind: 'PersistentVolume' },
    { path: 'metadata/labels' },
    { path: 'metadata/annotations' },
  ];
}
