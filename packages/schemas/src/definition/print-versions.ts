// Errors about all versions show them as kube-apiserver's inside types, which have no JSON names of their own.
import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { quoteGo } from '../errors/go-text.ts';
import type { InternalVersion } from './internal-spec.ts';
import { objectIn, objectsIn, textIn } from './internal-spec.ts';

type Shape = 'text' | 'flag' | 'value' | 'list' | 'schema' | 'schemas' | 'map' | 'items' | 'schemaOrFlag' | 'docs' | 'rules';

/** Fields of the inside type of a schema, in its order. */
const schemaFields: readonly (readonly [goName: string, jsonName: string, shape: Shape])[] = [
  ['ID', 'id', 'text'],
  ['Schema', '$schema', 'text'],
  ['Ref', '$ref', 'value'],
  ['Description', 'description', 'text'],
  ['Type', 'type', 'text'],
  ['Nullable', 'nullable', 'flag'],
  ['Format', 'format', 'text'],
  ['Title', 'title', 'text'],
  ['Default', 'default', 'value'],
  ['Maximum', 'maximum', 'value'],
  ['ExclusiveMaximum', 'exclusiveMaximum', 'flag'],
  ['Minimum', 'minimum', 'value'],
  ['ExclusiveMinimum', 'exclusiveMinimum', 'flag'],
  ['MaxLength', 'maxLength', 'value'],
  ['MinLength', 'minLength', 'value'],
  ['Pattern', 'pattern', 'text'],
  ['MaxItems', 'maxItems', 'value'],
  ['MinItems', 'minItems', 'value'],
  ['UniqueItems', 'uniqueItems', 'flag'],
  ['MultipleOf', 'multipleOf', 'value'],
  ['Enum', 'enum', 'list'],
  ['MaxProperties', 'maxProperties', 'value'],
  ['MinProperties', 'minProperties', 'value'],
  ['Required', 'required', 'list'],
  ['Items', 'items', 'items'],
  ['AllOf', 'allOf', 'schemas'],
  ['OneOf', 'oneOf', 'schemas'],
  ['AnyOf', 'anyOf', 'schemas'],
  ['Not', 'not', 'schema'],
  ['Properties', 'properties', 'map'],
  ['AdditionalProperties', 'additionalProperties', 'schemaOrFlag'],
  ['PatternProperties', 'patternProperties', 'map'],
  ['Dependencies', 'dependencies', 'map'],
  ['AdditionalItems', 'additionalItems', 'schemaOrFlag'],
  ['Definitions', 'definitions', 'map'],
  ['ExternalDocs', 'externalDocs', 'docs'],
  ['Example', 'example', 'value'],
  ['XPreserveUnknownFields', 'x-kubernetes-preserve-unknown-fields', 'value'],
  ['XEmbeddedResource', 'x-kubernetes-embedded-resource', 'flag'],
  ['XIntOrString', 'x-kubernetes-int-or-string', 'flag'],
  ['XListMapKeys', 'x-kubernetes-list-map-keys', 'list'],
  ['XListType', 'x-kubernetes-list-type', 'value'],
  ['XMapType', 'x-kubernetes-map-type', 'value'],
  ['XValidations', 'x-kubernetes-validations', 'rules'],
];

/** A value that prints with its keys in order, as Go prints structs. */
export class InternalVersions {
  readonly #versions: readonly InternalVersion[] | undefined;

  constructor(versions: readonly InternalVersion[] | undefined) {
    this.#versions = versions;
  }

  toString(): string {
    return this.#versions === undefined ? 'null' : `[${this.#versions.map(printVersion).join(',')}]`;
  }
}
