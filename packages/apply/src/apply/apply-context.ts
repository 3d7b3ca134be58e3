import type { KubeClient } from '@flux19/kube';
import type { KubeObject, ObjectReference } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { FollowedObjects } from '../live/live-objects.ts';
import type { IgnoredPaths } from '../plan/ignore-rules.ts';
import type { MetadataRules } from '../plan/metadata-rules.ts';
import type { ApplyMemory } from './apply-memory.ts';
import type { ApplyOptions } from './apply-options.ts';

/** What one run of the applier works with. */
export interface ApplyContext {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly memory: ApplyMemory | undefined;
  readonly options: ApplyOptions;
  readonly rules: MetadataRules;
  readonly ignoredPaths: IgnoredPaths;
}

/** The live state of the objects of a stage, as far as caches hold it. */
export interface StageContext extends ApplyContext {
  readonly followed: FollowedObjects | undefined;
}

/** The live object from the cache; undefined when it is not there or when that is not known. */
export function cachedObject({ followed }: StageContext, object: ObjectReference): KubeObject | undefined {
  return followed?.knows(object) === true ? followed.get(object) : undefined;
}

/** The namespace that the server gives an object says whether its kind has one, so ids of one object are equal whatever a manifest says. */
export function memoryId(object: ObjectReference, version: string): string {
  return `${object.group}/${version}/${object.kind}/${object.namespace}/${object.name}`;
}
