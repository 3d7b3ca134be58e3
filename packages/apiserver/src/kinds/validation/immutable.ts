import { deepEqual } from '@flux19/objects';
import type { Field } from './field.ts';

/** The field may not change; `shown` is how Kubernetes prints its new value. */
export function mustStay(field: Field, old: Field, shown: unknown = field.shown): void {
  if (!deepEqual(field.value, old.value)) field.invalid('field is immutable', shown);
}

/** As mustStay, for what Kubernetes says in the types: it does not print the value then. */
export function staysByType(field: Field, old: Field): void {
  mustStay(field, old, null);
}
