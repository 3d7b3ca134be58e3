// What a pod as a whole may use, beside what its containers ask for.
import { compareQuantities, formatQuantity, parseQuantity } from '@flux19/objects';
import type { Amounts } from '../../../admission/pods/amounts.ts';
import { podResources } from '../../../admission/pods/pod-resources.ts';
import type { Field } from '../field.ts';
import { compareAmounts } from '../numbers.ts';
import { isHugePages } from '../resource-names.ts';
import { podResource, resources } from './resources.ts';

export function lookAtPodResources(spec: Field, claims: ReadonlySet<string>): void {
  const own = spec.child('resources');
  if (!own.isSet) return;
  if (spec.child('os').textOf('name') === 'windows') {
    own.forbidden('may not be set for a windows pod');
    return;
  }
  if (own.has('claims')) own.child('claims').forbidden('claims may not be set for Resources at pod-level');
  own.must(resources(podResource, claims));
  const { resources: _, ...containers } = spec.object ?? {};
  mustSuffice(own.child('requests'), podResources(containers, 'requests'), 'requests');
  const limits = [...podResources(containers, 'limits')].filter(([name]) => isHugePages(name));
  mustSuffice(own.child('limits'), new Map(limits), 'limits');
  for (const [position, container] of spec.list('containers').entries()) {
    for (const limit of container.at('resources', 'limits').entries()) {
      const whole = own.child('limits').key(limit.name);
      if (!whole.isSet || compareAmounts(limit.text, whole.text) <= 0) continue;
      const shown = own.child('containers').index(position).key(limit.name).child('limits');
      shown.invalid(`must be less than or equal to pod limits of ${whole.text}`, limit.text);
    }
  }
}

function mustSuffice(whole: Field, needed: Amounts, kind: string): void {
  for (const [name, amount] of needed) {
    const own = whole.key(name);
    if (!own.isSet || compareQuantities(amount, parseQuantity(own.text)) <= 0) continue;
    const text = `must be greater than or equal to aggregate container ${kind} of ${formatQuantity(amount)}`;
    own.invalid(text, own.text);
  }
}
