import type { Resource } from '../resources/resource.ts';
import { textMap } from '../resources/resource.ts';
import { hasFields } from '../values/value.ts';
import { originsText, originText } from './origin-text.ts';

const internal = 'internal.config.kubernetes.io/';
/** Annotations of kustomize's own work, which never reach the output. */
const buildAnnotations = [
  ...[
    'previousKinds',
    'previousNames',
    'prefixes',
    'suffixes',
    'previousNamespaces',
    'allowNameChange',
    'allowKindChange',
    'refBy',
    'generatorBehavior',
    'needsHashSuffix',
    'path',
    'index',
    'seqindent',
    'id',
    'annotations-migration-resource-id',
  ].map((name) => internal + name),
  'config.kubernetes.io/path',
  'config.kubernetes.io/index',
  'config.k8s.io/id',
  `${internal}helm-generated`,
];
const originKey = 'config.kubernetes.io/origin';
const transformationsKey = 'alpha.config.kubernetes.io/transformations';

export interface Finish {
  readonly origins: boolean;
  readonly transformations: boolean;
}

/** Brings annotations into their final form: texts in sorted order, without those of the build, with those of `buildMetadata`. */
export function finishResource(resource: Resource, finish: Finish): void {
  const needsOrigin = finish.origins && resource.origin !== undefined;
  const needsTransformations = finish.transformations && resource.transformations.length > 0;
  if (resource.metadata?.['annotations'] === undefined && !needsOrigin && !needsTransformations) return;
  const annotations = hasFields(resource.annotations) ? textMap(resource.annotations) : new Map<string, string>();
  for (const key of buildAnnotations) annotations.delete(key);
  annotations.delete(originKey);
  annotations.delete(transformationsKey);
  if (finish.origins && resource.origin !== undefined) annotations.set(originKey, originText(resource.origin));
  if (needsTransformations) annotations.set(transformationsKey, originsText(resource.transformations));
  resource.setMetaMap('annotations', annotations);
}
