// Errors about all versions show them as kube-apiserver's inside types, which have no JSON names of their own.
import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { GoText, printGoJson } from '../errors/go-text.ts';
import { type InternalVersion, objectIn } from './internal-spec.ts';

type Shape =
  | 'text'
  | 'flag'
  | 'value'
  | 'list'
  | 'schema'
  | 'schemas'
  | 'map'
  | 'items'
  | 'schemaOrFlag'
  | 'docs'
  | 'rules';

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

/** All versions as an error shows them; null when there are none at all. */
export function printVersions(versions: readonly InternalVersion[] | undefined): GoText {
  if (versions === undefined) return new GoText('null');
  return new GoText(versions.length === 0 ? '[]' : list(versions, printVersion));
}

/** A schema as an error shows it. */
export function printSchema(schema: JsonObject): GoText {
  return new GoText(
    struct(schemaFields.map(([goName, jsonName, shape]) => [goName, printShape(schema[jsonName], shape)])),
  );
}

function struct(fields: readonly (readonly [name: string, text: string])[]): string {
  return `{${fields.map(([name, text]) => `"${name}":${text}`).join(',')}}`;
}

function list<T>(values: readonly T[], print: (value: T) => string): string {
  return values.length === 0 ? 'null' : `[${values.map(print).join(',')}]`;
}

function printText(value: JsonValue | undefined): string {
  return printGoJson(typeof value === 'string' ? value : '');
}

function printSchemaText(value: JsonValue | undefined): string {
  return isJsonObject(value) ? printSchema(value).text : 'null';
}

function printShape(value: JsonValue | undefined, shape: Shape): string {
  if (shape === 'text') return printText(value);
  if (shape === 'flag') return String(value === true);
  if (value === undefined || value === null) return 'null';
  switch (shape) {
    case 'schema':
      return printSchemaText(value);
    case 'schemas':
      return Array.isArray(value) ? list(value, printSchemaText) : 'null';
    case 'items':
      return struct([
        ['Schema', printSchemaText(value)],
        ['JSONSchemas', Array.isArray(value) ? list(value, printSchemaText) : 'null'],
      ]);
    case 'map':
      return isJsonObject(value) ? printMap(value) : 'null';
    case 'schemaOrFlag':
      return struct([
        ['Allows', String(value !== false)],
        ['Schema', printSchemaText(value)],
      ]);
    default:
      return printOther(value, shape);
  }
}

function printOther(value: JsonValue, shape: Shape): string {
  if (shape === 'docs' && isJsonObject(value)) {
    return struct([
      ['Description', printText(value['description'])],
      ['URL', printText(value['url'])],
    ]);
  }
  return shape === 'rules' && Array.isArray(value)
    ? list(value.filter(isJsonObject), printRuleText)
    : printGoJson(value);
}

function printMap(value: JsonObject): string {
  const names = Object.keys(value).toSorted();
  return `{${names.map((name) => `${printGoJson(name)}:${printSchemaText(value[name])}`).join(',')}}`;
}

/** A rule as an error shows it. */
export function printRule(rule: JsonObject): GoText {
  return new GoText(printRuleText(rule));
}

function printRuleText(rule: JsonObject): string {
  return struct([
    ['Rule', printText(rule['rule'])],
    ['Message', printText(rule['message'])],
    ['MessageExpression', printText(rule['messageExpression'])],
    ['Reason', printGoJson(rule['reason'])],
    ['FieldPath', printText(rule['fieldPath'])],
    ['OptionalOldSelf', printGoJson(rule['optionalOldSelf'])],
  ]);
}

function printVersion(version: InternalVersion): string {
  return struct([
    ['Name', printGoJson(version.name)],
    ['Served', String(version.served)],
    ['Storage', String(version.storage)],
    ['Deprecated', String(version.deprecated)],
    ['DeprecationWarning', printGoJson(version.deprecationWarning)],
    ['Schema', printVersionSchema(version.schema)],
    ['Subresources', printSubresources(version.subresources)],
    ['AdditionalPrinterColumns', list(version.additionalPrinterColumns, printColumn)],
    [
      'SelectableFields',
      list(version.selectableFields, (field) => struct([['JSONPath', printText(field['jsonPath'])]])),
    ],
  ]);
}

function printVersionSchema(schema: JsonObject | undefined): string {
  return schema === undefined ? 'null' : struct([['OpenAPIV3Schema', printSchemaText(schema['openAPIV3Schema'])]]);
}

function printSubresources(subresources: JsonObject | undefined): string {
  if (subresources === undefined) return 'null';
  const scale = objectIn(subresources, 'scale');
  return struct([
    ['Status', isJsonObject(subresources['status']) ? '{}' : 'null'],
    ['Scale', scale === undefined ? 'null' : printScale(scale)],
  ]);
}

function printScale(scale: JsonObject): string {
  return struct([
    ['SpecReplicasPath', printText(scale['specReplicasPath'])],
    ['StatusReplicasPath', printText(scale['statusReplicasPath'])],
    ['LabelSelectorPath', printGoJson(scale['labelSelectorPath'])],
  ]);
}

function printColumn(column: JsonObject): string {
  return struct([
    ['Name', printText(column['name'])],
    ['Type', printText(column['type'])],
    ['Format', printText(column['format'])],
    ['Description', printText(column['description'])],
    ['Priority', printGoJson(column['priority'] ?? 0)],
    ['JSONPath', printText(column['jsonPath'])],
  ]);
}
