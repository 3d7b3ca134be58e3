import { conditionTypes, type OciLayerSelector, type OciRepository } from '@flux19/api';
import type { Artifact } from '@flux19/artifacts';
import { conditionsOf, findCondition } from '@flux19/runtime';

/** What decides about a pass. */
export interface Observed {
  readonly object: OciRepository;
  /** Undefined also when the advertised one is lost. */
  readonly artifact: Artifact | undefined;
  readonly revision: string;
}

/** What has to be done. */
export interface Plan {
  readonly verify: boolean;
  /** Fetch the layer and store it. */
  readonly fetch: boolean;
}

/** Decides whether something has to be verified and fetched. Pure. */
export function plan({ object, artifact, revision }: Observed): Plan {
  const isNew = artifact?.revision !== revision;
  return { verify: needsVerification(object, isNew), fetch: isNew || hasContentChanged(object) };
}

/** Signatures are looked at again for another revision, another spec, and until they were good. */
function needsVerification(object: OciRepository, isNew: boolean): boolean {
  if (object.spec.verify === undefined) return false;
  const verified = findCondition(conditionsOf(object), conditionTypes.sourceVerified);
  return isNew || verified?.status !== 'True' || verified.observedGeneration !== object.metadata.generation;
}

/** Whether what goes into the artifact, besides the content upstream, differs from what is in the stored one. */
function hasContentChanged({ spec, status = {} }: OciRepository): boolean {
  return spec.ignore !== status.observedIgnore || !isSameSelector(spec.layerSelector, status.observedLayerSelector);
}

function isSameSelector(a: OciLayerSelector | undefined, b: OciLayerSelector | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (a.mediaType ?? '') === (b.mediaType ?? '') && (a.operation ?? '') === (b.operation ?? '');
}
