import type { KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Field, findings } from '../field.ts';
import { notNegative } from '../numbers.ts';
import { lookAtPodTemplate } from '../pod/pod-template.ts';
import { templateMustRun } from './workloads.ts';

/** Selectors of ReplicationControllers are plain labels. */
export function validateReplicationController(object: KubeObject): FieldError[] {
  return findings(object, (controller) => {
    const spec = controller.child('spec');
    const selector = spec.child('selector');
    const template = spec.child('template');
    if (selector.length === 0) selector.required();
    if (template.isSet) lookAtTemplate(template, selector);
    else template.required();
    // What comes from the types is looked at last.
    if (!spec.has('replicas')) spec.child('replicas').required();
    else spec.child('replicas').must(notNegative);
    spec.child('minReadySeconds').must(notNegative);
  });
}

function lookAtTemplate(template: Field, selector: Field): void {
  const labels = template.at('metadata', 'labels');
  if (selector.entries().some((entry) => labels.key(entry.name).text !== entry.text || !labels.has(entry.name))) {
    labels.invalid('`selector` does not match template `labels`', labels.shown);
  }
  lookAtPodTemplate(template);
  templateMustRun(template, 'ReplicationController');
}
