import type { JsonObject } from '@flux19/objects';
import { objectsField, textField } from '../../json/fields.ts';
import { containerResources, hasPodResources } from '../pods/pod-resources.ts';
import { computeUsage } from './usage.ts';

/** What a quota wants to know of every container. */
const wanted: ReadonlySet<string> = new Set([
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'limits.cpu',
  'limits.memory',
]);

/** Which of the resources that a quota limits some containers say nothing of: `cpu for: a,b; memory for: a`; empty when none. */
export function missingResources(spec: JsonObject | undefined, names: readonly string[]): string {
  if (hasPodResources(spec)) return '';
  const containers = [...objectsField(spec, 'containers'), ...objectsField(spec, 'initContainers')];
  const lines = names
    .filter((name) => wanted.has(name))
    .sort()
    .flatMap((name) => {
      const without = containers.filter((container) => !isSaid(container, name)).map((one) => textField(one, 'name'));
      return without.length === 0 ? [] : [`${name} for: ${[...new Set(without)].sort().join(',')}`];
    });
  return lines.join('; ');
}

function isSaid(container: JsonObject, name: string): boolean {
  const usage = computeUsage(containerResources(container, 'requests'), containerResources(container, 'limits'));
  return usage.has(name);
}
