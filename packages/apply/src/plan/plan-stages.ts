import { type KubeObject, objectReference } from '@flux19/objects';
import { isClassDefinition, isClusterDefinition } from './object-kinds.ts';
import { compareObjects } from './object-order.ts';

/** Objects that are applied together. */
export interface Stage {
  readonly name: 'definitions' | 'classes' | 'custom' | 'resources';
  readonly objects: readonly KubeObject[];
  /** True when all of them must be Current before the next stage. */
  readonly isAwaited: boolean;
}

/** Splits objects into Flux's stages, each in Flux's order. Empty stages are left out. */
export function planStages(
  objects: readonly KubeObject[],
  customKinds: ReadonlySet<string> = new Set(),
): readonly Stage[] {
  const definitions: KubeObject[] = [];
  const classes: KubeObject[] = [];
  const custom: KubeObject[] = [];
  const resources: KubeObject[] = [];
  for (const object of objects) {
    if (isClusterDefinition(object)) definitions.push(object);
    else if (isClassDefinition(object)) classes.push(object);
    else if (isCustom(object, customKinds)) custom.push(object);
    else resources.push(object);
  }
  const stages: Stage[] = [
    { name: 'definitions', objects: sort(definitions), isAwaited: true },
    { name: 'classes', objects: sort(classes), isAwaited: true },
    { name: 'custom', objects: sort(custom), isAwaited: false },
    { name: 'resources', objects: sort(resources), isAwaited: false },
  ];
  return stages.filter((stage) => stage.objects.length > 0);
}

function isCustom(object: KubeObject, customKinds: ReadonlySet<string>): boolean {
  if (customKinds.size === 0) return false;
  const { group, kind } = objectReference(object);
  return customKinds.has(group === '' ? kind : `${group}/${kind}`);
}

function sort(objects: readonly KubeObject[]): readonly KubeObject[] {
  const keyed = objects.map((object) => ({ object, reference: objectReference(object) }));
  return keyed.toSorted((a, b) => compareObjects(a.reference, b.reference)).map(({ object }) => object);
}
