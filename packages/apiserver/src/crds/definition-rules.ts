import type { JsonObject, KubeObject } from '@flux19/objects';
import {
  defaultCustomResourceDefinition,
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from '@flux19/schemas';
import { asJson, ensureObject, isTrue, objectField, objectsField, textField, textsField } from '../json/fields.ts';
import type { KindRules } from '../kinds/kind-rules.ts';
import { formatTime } from '../meta/metadata.ts';
import { acceptNames } from './accept-names.ts';
import { setCondition } from './definition-conditions.ts';

/** Keeps a definition until its objects are gone. */
export const cleanupFinalizer: string = 'customresourcecleanup.apiextensions.k8s.io';

/** The rules of CustomResourceDefinitions. Names are accepted, and the resource is served, as soon as the definition is stored. */
export const definitionRules: KindRules = {
  hasGeneration: true,
  setDefaults: defaultCustomResourceDefinition,
  prepareForCreate(definition, context) {
    ensureObject(definition, 'status')['storedVersions'] = storageVersions(definition);
    acceptNames(definition, context);
  },
  prepareForUpdate(definition, old, context) {
    const status = { ...objectField(asJson(old), 'status') };
    const stored = textsField(status, 'storedVersions');
    status['storedVersions'] = [...new Set([...stored, ...storageVersions(definition)])];
    definition['status'] = status;
    acceptNames(definition, context);
  },
  prepareForDelete(definition, context) {
    const metadata = ensureObject(definition, 'metadata');
    const finalizers = textsField(metadata, 'finalizers');
    if (!finalizers.includes(cleanupFinalizer)) metadata['finalizers'] = [...finalizers, cleanupFinalizer];
    setCondition(ensureObject(definition, 'status'), {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionPending',
      message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      lastTransitionTime: formatTime(context.now),
    });
  },
  validate: (definition) => validateCustomResourceDefinition(asJson(definition)),
  validateUpdate: (definition, old) => validateCustomResourceDefinitionUpdate(asJson(definition), asJson(old)),
};

function storageVersions(definition: JsonObject): string[] {
  const versions = objectsField(objectField(definition, 'spec'), 'versions');
  return versions.filter((version) => isTrue(version, 'storage')).map((version) => textField(version, 'name'));
}

/** Whether a definition's resource is served. */
export function isEstablished(definition: KubeObject): boolean {
  const conditions = objectsField(objectField(asJson(definition), 'status'), 'conditions');
  return conditions.some((one) => textField(one, 'type') === 'Established' && textField(one, 'status') === 'True');
}
