import { isQualifiedName, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { type Field, findings } from '../field.ts';

const standard = ['kubernetes', 'orphan', 'foregroundDeletion'];

/** Finalizers of the spec; `at` is where Kubernetes complains about one. */
function lookAtFinalizers(namespace: Field, at: (list: Field, index: number) => Field): void {
  const list = namespace.at('spec', 'finalizers');
  for (const [index, finalizer] of list.items().entries()) {
    const here = at(list, index);
    for (const detail of isQualifiedName(finalizer.text)) here.invalid(detail, finalizer.text);
    if (!finalizer.text.includes('/') && !standard.includes(finalizer.text)) {
      here.invalid('name is neither a standard finalizer name nor is it fully qualified', finalizer.text);
    }
  }
}

export function validateNamespace(object: KubeObject): FieldError[] {
  return findings(object, (namespace) => lookAtFinalizers(namespace, (list) => list));
}

export function validateNamespaceFinalizers(object: KubeObject): FieldError[] {
  return findings(object, (namespace) => lookAtFinalizers(namespace, (list, index) => list.index(index)));
}

export function validateNamespaceStatus(object: KubeObject): FieldError[] {
  return findings(object, (namespace) => {
    const phase = namespace.child('status').child('phase').named('Phase');
    const isGoing = namespace.child('metadata').has('deletionTimestamp');
    const wanted = isGoing ? 'Terminating' : 'Active';
    if (phase.text === wanted) return;
    phase.invalid(`may only be '${wanted}' if \`deletionTimestamp\` is ${isGoing ? 'not empty' : 'empty'}`, phase.text);
  });
}
