// Labels of nodes that have newer names.
import { isValidLabelValue } from '@flux19/objects';
import type { Field } from '../validation/field.ts';

const deprecated: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

export function deprecatedLabel(label: string): string | undefined {
  return Object.hasOwn(deprecated, label) ? deprecated[label] : undefined;
}

/** A map from labels to values; warnings are at `field`, or at each entry. */
export function* labelMapWarnings(labels: Field, at: (entry: Field) => string): Iterable<string> {
  for (const entry of labels.entries()) {
    const why = deprecatedLabel(entry.name);
    if (why !== undefined) yield `${at(entry)}: ${why}`;
  }
}

/** The `matchExpressions` of a selector of nodes; values of preferences need not be valid, which deserves a warning. */
export function* expressionWarnings(selector: Field, looksAtValues: boolean): Iterable<string> {
  for (const expression of selector.list('matchExpressions')) {
    const key = expression.child('key');
    const why = deprecatedLabel(key.text);
    if (why !== undefined) yield `${key.path}: ${key.text} is ${why}`;
    if (!looksAtValues) continue;
    for (const value of expression.list('values')) {
      for (const complaint of isValidLabelValue(value.text)) {
        yield `${value.path}: ${value.text} is invalid, ${complaint}`;
      }
    }
  }
}

/** Terms of a required affinity to nodes. */
export function* termWarnings(affinity: Field): Iterable<string> {
  for (const term of affinity.list('nodeSelectorTerms')) yield* expressionWarnings(term, false);
}
