import type { KubeObject } from '@flux19/objects';
import { asJson, ensureObject, field, objectField, textField, textsField } from '../json/fields.ts';
import type { KindRules } from './kind-rules.ts';
import {
  validateNamespace,
  validateNamespaceFinalizers,
  validateNamespaceStatus,
} from './validation/core/namespace.ts';

/** Who empties a namespace before it goes: the namespace controller, which then takes this finalizer away. */
const contentFinalizer = 'kubernetes';

/** The life of namespaces: https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
export const namespaceRules: KindRules = {
  returnsDeletedObject: true,
  validate: validateNamespace,
  validateUpdate: (namespace, _old, { subresource }) =>
    subresource === 'finalize' ? validateNamespaceFinalizers(namespace) : [],
  validateStatusUpdate: validateNamespaceStatus,
  prepareForCreate(namespace) {
    const spec = ensureObject(namespace, 'spec');
    const finalizers = textsField(spec, 'finalizers');
    if (!finalizers.includes(contentFinalizer)) spec['finalizers'] = [...finalizers, contentFinalizer];
    namespace['status'] = { phase: 'Active' };
  },
  prepareForUpdate(namespace, old, context) {
    // Only the finalize path changes the finalizers of the spec.
    if (context.subresource === 'finalize') return;
    const finalizers = field(objectField(asJson(old), 'spec'), 'finalizers');
    if (finalizers === undefined) delete namespace['spec'];
    else ensureObject(namespace, 'spec')['finalizers'] = finalizers;
  },
  prepareForDelete(namespace) {
    ensureObject(namespace, 'status')['phase'] = 'Terminating';
    delete ensureObject(namespace, 'metadata')['deletionGracePeriodSeconds'];
  },
  mayVanish: (namespace) => finalizersOf(namespace).length === 0,
  selectableFields: (namespace) => ({
    'status.phase': textField(objectField(namespace, 'status'), 'phase'),
    name: textField(objectField(namespace, 'metadata'), 'name'),
  }),
};

function finalizersOf(namespace: KubeObject): readonly string[] {
  return textsField(objectField(asJson(namespace), 'spec'), 'finalizers');
}
