import type { ObjectMeta } from '@flux19/objects';

/** Kubernetes keeps this in a field of its own inside, and makes an annotation of it in whole objects only. */
const outerAnnotation = 'deprecated.daemonset.template.generation';

/** Metadata as kube-apiserver has it inside, which is what it shows where it shows metadata alone. */
export function innerMetadata(metadata: ObjectMeta): ObjectMeta {
  const { annotations } = metadata;
  if (annotations === undefined || !Object.hasOwn(annotations, outerAnnotation)) return metadata;
  const { [outerAnnotation]: _, ...kept } = annotations;
  const { annotations: __, ...rest } = metadata;
  return Object.keys(kept).length === 0 ? rest : { ...rest, annotations: kept };
}
