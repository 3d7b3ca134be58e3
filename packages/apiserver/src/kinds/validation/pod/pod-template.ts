import type { Field } from '../field.ts';
import { annotations, labels } from '../labels.ts';
import { lookAtPodAnnotations, profilesMustAgree } from './annotations.ts';
import { lookAtPodSpec } from './pod-spec.ts';

/** Looks at a template of pods, wherever it stands. Kubernetes calls its labels `template.labels`. */
export function lookAtPodTemplate(template: Field): void {
  const metadata = template.child('metadata');
  const spec = template.child('spec');
  const ownAnnotations = template.child('annotations').holding(metadata.child('annotations').value);
  template.child('labels').holding(metadata.child('labels').value).must(labels);
  ownAnnotations.must(annotations);
  lookAtPodAnnotations(ownAnnotations, spec);
  lookAtPodSpec(spec);
  profilesMustAgree(metadata.child('annotations'), spec);
  if (spec.child('ephemeralContainers').length > 0) {
    spec.child('ephemeralContainers').forbidden('ephemeral containers not allowed in pod template');
  }
}
