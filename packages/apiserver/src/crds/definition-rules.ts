import type { JsonObject, KubeObject } from '@flux19/objects';
import {
  defaultCustomResourceDefinition,
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from '@flux19/schemas';
import {
  asJson,
  ensureObject,
  isTrue,
  numberField,
  objectField,
  objectsField,
  textField,
  textsField,
} from '../json/fields.ts';
import type { KindRules } from '../kinds/kind-rules.ts';
import { formatTime } from '../meta/metadata.ts';
import { setCondition } from './definition-conditions.ts';
import { dropEmptyParts } from './drop-empty-parts.ts';

/** Keeps a definition until its objects are gone. */
export const cleanupFinalizer: string = 'customresourcecleanup.apiextensions.k8s.io';

/** The rules of CustomResourceDefinitions. */
export const definitionRules: KindRules = {
  hasGeneration: true,
  setDefaults(definition) {
    defaultCustomResourceDefinition(definition);
    dropEmptyParts(definition);
  },
  prepareForCreate(definition) {
    const storedVersions = storageVersions(definition);
    definition['status'] = {
      conditions: null,
      acceptedNames: { plural: '', kind: '' },
      storedVersions: storedVersions.length === 0 ? null : storedVersions,
    };
  },
  prepareForUpdate(definition, old) {
    const status = { ...objectField(asJson(old), 'status') };
    const stored = textsField(status, 'storedVersions');
    status['storedVersions'] = [...new Set([...stored, ...storageVersions(definition)])];
    definition['status'] = status;
  },
  prepareForDelete(definition, context) {
    const metadata = ensureObject(definition, 'metadata');
    // Kubernetes marks definitions in a way of its own: nothing but the time is set, and the generation stays.
    delete metadata['deletionGracePeriodSeconds'];
    if (!isTerminating(definition)) metadata['generation'] = (numberField(metadata, 'generation') ?? 1) - 1;
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
  const storage = versions.find((version) => isTrue(version, 'storage'));
  return storage === undefined ? [] : [textField(storage, 'name')];
}

function isTerminating(definition: JsonObject): boolean {
  const conditions = objectsField(objectField(definition, 'status'), 'conditions');
  return conditions.some((one) => textField(one, 'type') === 'Terminating');
}

/** Whether a definition's resource is served. */
export function isEstablished(definition: KubeObject): boolean {
  const conditions = objectsField(objectField(asJson(definition), 'status'), 'conditions');
  return conditions.some((one) => textField(one, 'type') === 'Established' && textField(one, 'status') === 'True');
}
