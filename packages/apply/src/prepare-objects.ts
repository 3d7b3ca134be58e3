import type { KubeObject } from '@flux19/objects';
import type { Owner } from './apply-options.ts';

export interface CommonMetadata {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Copies of built objects, ready to be applied: owner labels, common metadata, and Flux's normal form (stringData becomes data,
 * default protocols are written out, status and server-side metadata go).
 */
export function prepareObjects(
  _objects: readonly KubeObject[],
  _owner: Owner,
  _common?: CommonMetadata,
): readonly KubeObject[] {
  throw new Error('not written yet');
}
