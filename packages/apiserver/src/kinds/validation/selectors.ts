// Selectors of workloads and the pods that they make.
import { type JsonObject, type LabelSelectorObject, labelSelectorFromObject, matchesLabels } from '@flux19/objects';
import type { Field } from './field.ts';

/** Whether a selector selects by these labels; undefined when nobody can tell what it means. */
function selects(selector: JsonObject | undefined, labels: unknown): boolean | undefined {
  try {
    const meant = labelSelectorFromObject(selector as LabelSelectorObject | undefined);
    return matchesLabels(meant, (labels ?? {}) as Record<string, string>);
  } catch {
    return undefined;
  }
}

/** Whether a selector has neither labels nor expressions. */
export function isEmptySelector(selector: Field): boolean {
  return selector.child('matchLabels').length + selector.child('matchExpressions').length === 0;
}

/** Pods that are made from the template must be selected. False when the selector means nothing. */
export function templateMustMatch(selector: Field, template: Field): boolean {
  const labels = template.at('metadata', 'labels');
  const matches = selects(selector.object, labels.value);
  if (matches === false && !(selector.isSet && isEmptySelector(selector))) {
    labels.invalid('`selector` does not match template `labels`', labels.shown);
  }
  return matches !== undefined;
}
