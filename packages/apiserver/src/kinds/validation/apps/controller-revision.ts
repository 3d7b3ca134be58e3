import { deepEqual, type KubeObject } from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { Field, findings } from '../field.ts';
import { notNegative } from '../numbers.ts';

export function validateControllerRevision(object: KubeObject): FieldError[] {
  return findings(object, (revision) => {
    revision.child('revision').must(notNegative);
    const data = revision.child('data');
    if (!data.isSet) data.required('data is mandatory');
    else if (data.object === undefined) data.required('data must be a valid JSON object');
  });
}

export function validateControllerRevisionUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  return findings(object, (revision) => {
    revision.child('revision').must(notNegative);
    const data = revision.child('data');
    if (!deepEqual(data.value, Field.root(old).child('data').value)) data.invalid('field is immutable', data.shown);
  });
}
