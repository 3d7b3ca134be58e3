import { FieldSet } from '../sets/field-set.ts';

const metadataFields = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
];

/** Fields that nobody owns: identity, and what the API server itself writes. */
export const strippedFields: FieldSet = FieldSet.of(
  ['apiVersion'],
  ['kind'],
  ['metadata'],
  ...metadataFields.map((name) => ['metadata', name]),
);
