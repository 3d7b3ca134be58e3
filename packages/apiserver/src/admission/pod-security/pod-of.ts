import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, fieldAt, objectField } from '../../json/fields.ts';
import type { PodSubject } from './check.ts';

/** Where each kind that makes pods keeps their template, by group and plural. */
const templatePaths: ReadonlyMap<string, readonly string[]> = new Map([
  ['/podtemplates', ['template']],
  ['/replicationcontrollers', ['spec', 'template']],
  ['apps/daemonsets', ['spec', 'template']],
  ['apps/deployments', ['spec', 'template']],
  ['apps/replicasets', ['spec', 'template']],
  ['apps/statefulsets', ['spec', 'template']],
  ['batch/cronjobs', ['spec', 'jobTemplate', 'spec', 'template']],
  ['batch/jobs', ['spec', 'template']],
]);

/** Kinds that make pods, by group and plural. */
export const podControllers: readonly string[] = [...templatePaths.keys()];

/** The pod that an object of a resource is or makes; undefined when it has no template. */
export function podOf(resource: string, object: KubeObject): PodSubject | undefined {
  const pod = resource === '/pods' ? asJson(object) : fieldAt(asJson(object), templatePaths.get(resource) ?? []);
  if (typeof pod !== 'object' || pod === null || Array.isArray(pod)) return undefined;
  const spec = objectField(pod, 'spec');
  const annotations = objectField(objectField(pod, 'metadata'), 'annotations');
  return spec === undefined
    ? undefined
    : { spec, annotations: (annotations ?? {}) as Record<string, string> & JsonObject };
}
