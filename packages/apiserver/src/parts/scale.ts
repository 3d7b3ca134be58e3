import {
  formatLabelSelector,
  type JsonObject,
  type JsonValue,
  type KubeObject,
  type LabelSelectorObject,
  labelSelectorFromObject,
  type ManagedFieldsEntry,
} from '@flux19/objects';
import { type Path, type ScaledParent, scaleEntriesOf, withScaleEntries } from '@flux19/structured-merge';
import { invalid, notFound } from '../errors/api-errors.ts';
import { invalidField } from '../errors/field-errors.ts';
import { asJson, asKubeObject, fieldAt, numberField, objectField } from '../json/fields.ts';
import {
  qualified,
  qualifiedKind,
  type ScalePaths,
  type ServedResource,
  type ServedVersion,
} from '../registry/served-resource.ts';

/** Where built-in kinds have what a Scale shows. */
const builtinPaths: ScalePaths = {
  specReplicasPath: ['spec', 'replicas'],
  statusReplicasPath: ['status', 'replicas'],
  labelSelectorPath: undefined,
};

function scalePathsOf(version: ServedVersion): ScalePaths {
  return version.scale ?? builtinPaths;
}

/** The Scale of an object: https://kubernetes.io/docs/reference/kubernetes-api/autoscaling-resources/scale-v1/ */
export function scaleOf(resource: ServedResource, version: ServedVersion, object: KubeObject): KubeObject {
  const paths = scalePathsOf(version);
  const value = asJson(object);
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const replicas = numberAt(value, paths.specReplicasPath);
  if (resource.isCustom && replicas === undefined) {
    // Kubernetes: an object that does not say how many there shall be cannot be scaled.
    throw notFound(qualified(resource), name);
  }
  const selector = selectorText(value, paths);
  const managedFields = scaleEntriesOf(parentOf(resource, version, object));
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
      ...(managedFields.length === 0 ? {} : { managedFields: [...managedFields] }),
    },
    spec: replicas === undefined || replicas === 0 ? {} : { replicas },
    status: {
      replicas: numberAt(value, paths.statusReplicasPath) ?? 0,
      ...(selector === '' ? {} : { selector }),
    },
  };
}

/** The object with the replicas, and the owners of them, that a Scale asks for. Throws StatusError 422 for fewer than none. */
export function scaled(
  resource: ServedResource,
  version: ServedVersion,
  object: KubeObject,
  scale: KubeObject,
): KubeObject {
  const replicas = numberField(objectField(asJson(scale), 'spec'), 'replicas') ?? 0;
  if (replicas < 0 && resource.isCustom) {
    const path = ['', ...scalePathsOf(version).specReplicasPath].join('.');
    const errors = [invalidField(path, replicas, 'should be a non-negative integer')];
    throw invalid(qualifiedKind(resource), object.metadata.name, errors);
  }
  if (replicas < 0) {
    const errors = [invalidField('spec.replicas', replicas, 'must be greater than or equal to 0')];
    throw invalid({ group: 'autoscaling', resource: 'Scale' }, object.metadata.name, errors);
  }
  const next = asKubeObject(setAt(asJson(object), scalePathsOf(version).specReplicasPath, replicas));
  const entries = withScaleEntries(parentOf(resource, version, object), scale.metadata.managedFields ?? []);
  const { uid } = scale.metadata;
  // Custom resources want a version to be replaced, their scales do not.
  const resourceVersion =
    scale.metadata.resourceVersion ?? (resource.isCustom ? object.metadata.resourceVersion : undefined);
  const { resourceVersion: _, ...metadata } = next.metadata;
  return {
    ...next,
    metadata: {
      ...metadata,
      ...(uid === undefined ? {} : { uid }),
      ...(resourceVersion === undefined ? {} : { resourceVersion }),
      managedFields: [...entries],
    },
  };
}

function parentOf(resource: ServedResource, version: ServedVersion, object: KubeObject): ScaledParent {
  const replicasPaths = [...resource.versions.values()].map((one): [string, Path | undefined] => [
    one.apiVersion,
    one.subresources.has('scale')
      ? scalePathsOf(one).specReplicasPath.map((name) => ({ kind: 'field', name }))
      : undefined,
  ]);
  const managedFields: readonly ManagedFieldsEntry[] = object.metadata.managedFields ?? [];
  return { managedFields, apiVersion: version.apiVersion, replicasPaths: new Map(replicasPaths) };
}

function numberAt(value: JsonObject, path: readonly string[]): number | undefined {
  const found = fieldAt(value, path);
  return typeof found === 'number' ? found : undefined;
}

function selectorText(value: JsonObject, { labelSelectorPath }: ScalePaths): string {
  if (labelSelectorPath !== undefined) {
    const found = fieldAt(value, labelSelectorPath);
    return typeof found === 'string' ? found : '';
  }
  const selector = objectField(objectField(value, 'spec'), 'selector');
  if (selector === undefined) return '';
  // A ReplicationController's selector is a plain map.
  const isPlain = Object.values(selector).every((one) => typeof one === 'string');
  const asObject = (isPlain ? { matchLabels: selector } : selector) as LabelSelectorObject;
  return formatLabelSelector(labelSelectorFromObject(asObject));
}

/** A copy in which one field differs; the parts beside the path are shared. */
function setAt(value: JsonObject, path: readonly string[], leaf: JsonValue): JsonObject {
  const [name = '', ...rest] = path;
  if (rest.length === 0) return { ...value, [name]: leaf };
  return { ...value, [name]: setAt(objectField(value, name) ?? {}, rest, leaf) };
}
