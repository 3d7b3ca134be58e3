import { groupVersionKind, type JsonValue, type KubeObject } from '@flux19/objects';
import { throwFaults } from '../typed/typed-value-error.ts';
import { type ValidateOptions, validate } from '../typed/validate.ts';
import { schemaFromStructural } from '../types/schema-from-structural.ts';
import type { SchemaNode } from '../types/schema-node.ts';
import type { Convert, TypedObject } from '../update/typed-object.ts';
import type { FieldManagerOptions } from './field-manager-options.ts';

/** Stored objects that fitted a schema: they do not change, so they still do. */
const knownToFit = new WeakMap<object, SchemaNode>();

/** Gives an object its type. Throws TypedValueError, with `context` and the object's name before the faults. */
export function typed(object: KubeObject, type: SchemaNode, context: string, options: ValidateOptions): TypedObject {
  const value = object as unknown as JsonValue;
  if (knownToFit.get(object) !== type) {
    const faults = validate(value, type, options);
    if (faults.length > 0) throwFaults(faults, `${context} (${describe(object)}): `);
    if (options.allowDuplicates === true) knownToFit.set(object, type);
  }
  return { value, type };
}

/** `default/web; apps/v1, Kind=Deployment` */
function describe(object: KubeObject): string {
  const { group, version, kind } = groupVersionKind(object);
  return `${object.metadata?.namespace ?? ''}/${object.metadata?.name ?? ''}; ${group}/${version}, Kind=${kind}`;
}

/** The conversion that a request offers. It throws TypedValueError for what does not fit the other version. */
export function conversionOf({ converter, schema }: FieldManagerOptions): Convert {
  return (object, apiVersion) => {
    const source = object.value as unknown as KubeObject | null;
    if (converter === undefined) return { value: object.value, type: schemaFromStructural(schema) };
    if (source === null || source.apiVersion === apiVersion) return object;
    const converted = converter.convert(source, apiVersion);
    if (converted === undefined) return undefined;
    const value = converted as unknown as JsonValue;
    const type = schemaFromStructural(converter.schemaOf(apiVersion));
    const faults = validate(value, type, { allowDuplicates: true });
    if (faults.length > 0) throwFaults(faults, 'failed to convert new object: ');
    return { value, type };
  };
}
