import { internalForm } from '@flux19/builtin-types';
import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { findings } from '../field.ts';
import { labelSelector } from '../labels.ts';
import { oneOf } from '../names.ts';
import { countOrPercent, notAboveAll, notNegative } from '../numbers.ts';

export function validatePodDisruptionBudget(object: KubeObject): FieldError[] {
  return findings(object, (budget) => {
    const spec = budget.child('spec');
    if (spec.has('minAvailable') && spec.has('maxUnavailable')) {
      const shown = internalForm('policy.PodDisruptionBudgetSpec', spec.value);
      spec.invalid('minAvailable and maxUnavailable cannot be both set', shown);
    }
    for (const name of ['minAvailable', 'maxUnavailable']) spec.child(name).mayBe(countOrPercent, notAboveAll);
    spec.child('selector').must(labelSelector);
    spec.child('unhealthyPodEvictionPolicy').mayBe(oneOf('AlwaysAllow', 'IfHealthyBudget'));
  });
}

export function validatePodDisruptionBudgetStatus(object: KubeObject): FieldError[] {
  return findings(object, (budget) => {
    for (const name of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods']) {
      budget.child('status').child(name).must(notNegative);
    }
  });
}
