import type { JsonObject, KubeObject } from '@flux19/objects';
import { asJson, objectField } from '../../json/fields.ts';
import {
  type Amounts,
  addAmounts,
  nothing,
  onlyNames,
  printAmounts,
  readAmounts,
  wholeAmount,
} from '../pods/amounts.ts';
import { isInScope, scopesOf } from './pod-scopes.ts';
import { countName, isUsedBy, usageOf } from './usage.ts';

/** What of the contents of a namespace a quota has to look at one by one; everything else is only counted. */
export type MeasuredResource = '/persistentvolumeclaims' | '/pods' | '/services';

const measured: readonly MeasuredResource[] = ['/persistentvolumeclaims', '/pods', '/services'];
const plainNames: ReadonlySet<string> = new Set(['configmaps', 'replicationcontrollers', 'resourcequotas', 'secrets']);

/** The resources whose objects a quota counts without looking at them: `deployments.apps`, `configmaps`. */
export function countedResources(quota: KubeObject): readonly string[] {
  const names = [...hardOf(quota).keys()].filter((name) => !measured.some((resource) => isUsedBy(resource, name)));
  const resources = names.flatMap((name) => {
    if (plainNames.has(name)) return [name];
    return name.startsWith('count/') ? [name.slice('count/'.length)] : [];
  });
  return [...new Set(resources)];
}

/** What is in the namespace of a quota. */
export interface QuotaContents {
  readonly objects: (resource: MeasuredResource) => readonly KubeObject[];
  /** How many objects there are of each of {@link countedResources}; absent where that is not known. */
  readonly counts: ReadonlyMap<string, number>;
}

/** The status of a quota by what is there. `now` in milliseconds since the Unix epoch. */
export function quotaStatus(quota: KubeObject, { objects, counts }: QuotaContents, now: number): JsonObject {
  const hard = hardOf(quota);
  const scopes = scopesOf(quota);
  let used: Amounts = readAmounts(objectField(objectField(asJson(quota), 'status'), 'used'));
  for (const resource of measured) {
    const names = new Set([...hard.keys()].filter((name) => isUsedBy(resource, name)));
    if (names.size === 0) continue;
    const inScope = objects(resource).filter((object) => scopes.every((scope) => isInScope(resource, object, scope)));
    const zeros: Amounts = new Map([...names].map((name) => [name, nothing]));
    const usage = addAmounts(zeros, ...inScope.map((object) => onlyNames(usageOf(resource, object, now), names)));
    used = new Map([...used, ...usage]);
  }
  for (const [resource, count] of counts)
    used = new Map([...used, ...countedAmounts(resource, scopes.length > 0 ? 0 : count)]);
  return {
    hard: printAmounts(hard),
    used: printAmounts(
      new Map([...hard.keys()].flatMap((name) => (used.has(name) ? [[name, used.get(name) ?? nothing]] : []))),
    ),
  };
}

function countedAmounts(resource: string, count: number): Amounts {
  const [plural = '', ...group] = resource.split('.');
  return new Map([countName(`${group.join('.')}/${plural}`), plural].map((name) => [name, wholeAmount(count)]));
}

function hardOf(quota: KubeObject): Amounts {
  return readAmounts(objectField(objectField(asJson(quota), 'spec'), 'hard'));
}
