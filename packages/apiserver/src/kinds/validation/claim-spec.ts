// What a claim of storage asks for, in a claim, in a template of claims or in a volume of a pod.

import { metadataFields } from '../../meta/metadata-fields.ts';
import type { Check, Field } from './field.ts';
import { annotations, labelSelector, labels } from './labels.ts';
import { dnsLabel, dnsSubdomain, needed, oneOf, unlessEmpty } from './names.ts';
import { amountPositive } from './numbers.ts';

const onePod = 'ReadWriteOncePod';
const modes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', onePod];

/** How volumes may be used, apart from whether there is any way. */
export const accessModes: Check = (field) => {
  const given = field.items().map((mode) => mode.text);
  for (const mode of given) if (!modes.includes(mode)) field.unsupported(modes, mode);
  if (given.includes(onePod) && given.some((mode) => mode !== onePod && modes.includes(mode))) {
    field.forbidden(`may not use ${onePod} with other access modes`);
  }
};

export const volumeMode: Check = oneOf('Block', 'Filesystem');

const source: Check = (field) => {
  field.child('name').must(needed);
  field.child('kind').must(needed);
  const group = field.child('apiGroup');
  if (group.text === '' && field.textOf('kind') !== 'PersistentVolumeClaim') {
    field.invalid("must be 'PersistentVolumeClaim' when referencing the default apiGroup", field.textOf('kind'));
  }
  group.must(unlessEmpty(dnsSubdomain));
};

function sourcesMustAgree(spec: Field): void {
  const plain = spec.child('dataSource');
  const reference = spec.child('dataSourceRef');
  if (!plain.isSet || !reference.isSet) return;
  // Kubernetes prints the path of the field as an object without fields.
  if (reference.textOf('namespace') !== '') {
    spec.invalid('may not be specified when dataSourceRef.namespace is specified', {});
  } else if (['apiGroup', 'kind', 'name'].some((name) => plain.textOf(name) !== reference.textOf(name))) {
    spec.invalid('must match dataSourceRef', {});
  }
}

export const claimSpec: Check = (spec) => {
  const access = spec.child('accessModes');
  if (access.length === 0) access.required('at least 1 access mode is required');
  spec.child('selector').must(labelSelector);
  access.must(accessModes);
  const storage = spec.at('resources', 'requests').key('storage');
  const shown = spec.child('resources').key('storage').holding(storage.value);
  if (storage.isSet) shown.must(amountPositive);
  else shown.required();
  spec.child('storageClassName').must(unlessEmpty(dnsSubdomain));
  spec.child('volumeMode').mayBe(volumeMode);
  spec.child('dataSource').mayBe(source);
  const reference = spec.child('dataSourceRef');
  reference.mayBe(source);
  reference.child('namespace').must(unlessEmpty(dnsLabel));
  sourcesMustAgree(spec);
  spec.child('volumeAttributesClassName').must(unlessEmpty(dnsSubdomain));
};

/** A claim that is made for a pod has no metadata but labels and annotations. */
export const claimTemplate: Check = (template) => {
  const metadata = template.child('metadata');
  metadata.child('annotations').must(annotations);
  metadata.child('labels').must(labels);
  for (const name of metadataFields) {
    if (metadata.has(name) && name !== 'annotations' && name !== 'labels')
      metadata.child(name).forbidden('cannot be set');
  }
  template.child('spec').must(claimSpec);
};
