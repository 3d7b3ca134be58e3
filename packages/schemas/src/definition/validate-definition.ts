import type { JsonObject } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';

/** Validates a CustomResourceDefinition (apiextensions.k8s.io/v1) that was defaulted before. */
export function validateCustomResourceDefinition(_definition: JsonObject): FieldError[] {
  return [];
}

/** Validates a change of a CustomResourceDefinition: what may not change, and the new one with ratcheting. */
export function validateCustomResourceDefinitionUpdate(_definition: JsonObject, _old: JsonObject): FieldError[] {
  return [];
}
