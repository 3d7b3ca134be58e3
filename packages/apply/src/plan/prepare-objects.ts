import { type KubeObject, setKey } from '@flux19/objects';
import type { Owner } from '../apply/apply-options.ts';
import { normalizeObject } from './normalize-object.ts';

export interface CommonMetadata {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/**
 * Copies of built objects, ready to be applied: owner labels, common metadata, and Flux's normal form (stringData becomes data,
 * default protocols are written out, status and creation time go). The given objects are not changed.
 */
export function prepareObjects(
  objects: readonly KubeObject[],
  owner: Owner,
  common: CommonMetadata = {},
): readonly KubeObject[] {
  const labels = { ...ownerLabels(owner), ...common.labels };
  return objects.map((object) => withMetadata(normalizeObject(object), labels, common.annotations ?? {}));
}

/** The labels by which an owner knows what is his. */
export function ownerLabels({ group, name, namespace }: Owner): Readonly<Record<string, string>> {
  return { [`${group}/name`]: name, [`${group}/namespace`]: namespace };
}

/** An object with labels and annotations added to its own, whose values they replace. */
export function withMetadata(
  object: KubeObject,
  labels: Readonly<Record<string, string>>,
  annotations: Readonly<Record<string, string>>,
): KubeObject {
  const metadata = { ...object.metadata, labels: join(object.metadata.labels, labels) };
  if (Object.keys(annotations).length > 0) metadata.annotations = join(object.metadata.annotations, annotations);
  return { ...object, metadata };
}

/** Later entries win. Keys come from outside. */
function join(
  before: Readonly<Record<string, string>> | undefined,
  after: Readonly<Record<string, string>>,
): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const entries of [before ?? {}, after]) {
    for (const [key, value] of Object.entries(entries)) setKey(joined, key, value);
  }
  return joined;
}
