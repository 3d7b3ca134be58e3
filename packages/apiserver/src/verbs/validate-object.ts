import { isPathSegmentName, isPathSegmentPrefix, type KubeObject } from '@flux19/objects';
import { type CustomResourceOptions, type FieldError, validateCustomResource } from '@flux19/schemas';
import { invalidField } from '../errors/field-errors.ts';
import { asJson } from '../json/fields.ts';
import type { WriteContext } from '../kinds/kind-rules.ts';
import {
  type NameCheck,
  validateBuiltinFinalizers,
  validateMetadata,
  validateMetadataUpdate,
} from '../meta/validate-metadata.ts';
import type { ServedResource, Target } from '../registry/served-resource.ts';

/** Complaints about a new object. */
export function validateNew({ resource, version }: Target, object: KubeObject, context: WriteContext): FieldError[] {
  const errors = [
    ...validateMetadata(object, resource.namespaced, nameCheck(resource)),
    ...finalizerErrors(resource, object),
  ];
  if (resource.isCustom) errors.push(...customErrors(resource, version.schema, object, { previousErrors: errors }));
  return reported(resource, [...errors, ...(resource.rules.validate?.(object, context) ?? [])]);
}

/** Complaints about a change of an object. */
export function validateChanged(
  { resource, version }: Target,
  object: KubeObject,
  old: KubeObject,
  context: WriteContext,
): FieldError[] {
  const errors = [
    ...validateMetadata(object, resource.namespaced, nameCheck(resource)),
    ...finalizerErrors(resource, object),
    ...validateMetadataUpdate(object, old),
  ];
  if (resource.isCustom) {
    const options = { oldObject: asJson(old), previousErrors: errors };
    errors.push(...customErrors(resource, version.schema, object, options));
  }
  return reported(resource, [...errors, ...(resource.rules.validateUpdate?.(object, old, context) ?? [])]);
}

/** Complaints about a change of an object's status. */
export function validateStatus({ resource, version }: Target, object: KubeObject, old: KubeObject): FieldError[] {
  const errors = validateMetadataUpdate(object, old);
  if (resource.isCustom) {
    const options = { oldObject: asJson(old), previousErrors: errors };
    errors.push(...customErrors(resource, version.schema, object, options));
  }
  return reported(resource, [...errors, ...(resource.rules.validateStatusUpdate?.(object, old) ?? [])]);
}

/** Of built-in kinds each finding is reported once. */
function reported({ isCustom }: ServedResource, errors: readonly FieldError[]): FieldError[] {
  if (isCustom || errors.length < 2) return [...errors];
  return [...new Map(errors.map((error) => [error.message, error])).values()];
}

/** Groups whose kinds are validated as custom resources are. */
const lenientGroups: ReadonlySet<string> = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io']);

function finalizerErrors({ isCustom, group }: ServedResource, object: KubeObject): FieldError[] {
  return isCustom || lenientGroups.has(group) ? [] : validateBuiltinFinalizers(object);
}

/** What a kind wants of names. */
export function nameCheck({ rules }: ServedResource): NameCheck {
  return rules.validateName ?? ((name, isPrefix) => (isPrefix ? isPathSegmentPrefix(name) : isPathSegmentName(name)));
}

function customErrors(
  { kind }: ServedResource,
  schema: Target['version']['schema'],
  object: KubeObject,
  options: CustomResourceOptions,
): FieldError[] {
  // Nothing is known of the fields of other kinds.
  if (object.kind !== kind) return [invalidField('kind', object.kind, `must be ${kind}`)];
  const errors: FieldError[] = [];
  if (schema !== undefined) errors.push(...validateCustomResource(asJson(object), schema, options));
  return errors;
}
