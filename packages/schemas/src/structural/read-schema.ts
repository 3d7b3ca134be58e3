import { isJsonObject, type JsonObject, type JsonValue, type StructuralSchema, setKey } from '@flux19/objects';

/** Keys of a schema that hold one schema. */
const single = ['items', 'not'];
const lists = ['allOf', 'anyOf', 'oneOf'];

type Test = (value: JsonValue) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isFlag: Test = (value) => typeof value === 'boolean';
const isNumber: Test = (value) => typeof value === 'number' || typeof value === 'bigint';
const isTexts: Test = (value) => Array.isArray(value) && value.every(isText);
const ruleTexts = ['rule', 'message', 'messageExpression', 'reason', 'fieldPath'];

/** A rule without its text has an empty one. */
function readRules(value: JsonValue): JsonValue | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.filter(isRule).map((rule) => {
    const set = Object.entries(rule as JsonObject).filter(([, part]) => part !== null);
    return { rule: '', ...Object.fromEntries(set) };
  });
}

function isRule(rule: JsonValue): boolean {
  if (!isJsonObject(rule) || !ruleTexts.every((key) => isAbsentOr(isText, rule[key]))) return false;
  return isAbsentOr(isFlag, rule['optionalOldSelf']);
}

function isAbsentOr(test: Test, value: JsonValue | undefined): boolean {
  return value === undefined || value === null || test(value);
}

function keyed(names: string, test: Test): (readonly [string, Test])[] {
  return names.split(' ').map((name) => [name, test]);
}

/** Keys whose values are taken as they are if they are of the right kind. */
const plain: ReadonlyMap<string, Test> = new Map<string, Test>([
  ...keyed('type format title description pattern x-kubernetes-list-type x-kubernetes-map-type', isText),
  ...keyed('nullable exclusiveMinimum exclusiveMaximum uniqueItems x-kubernetes-preserve-unknown-fields', isFlag),
  ...keyed('x-kubernetes-embedded-resource x-kubernetes-int-or-string', isFlag),
  ...keyed('minLength maxLength minimum maximum multipleOf minItems maxItems minProperties maxProperties', isNumber),
  ...keyed('required x-kubernetes-list-map-keys', isTexts),
  ...keyed('enum', Array.isArray),
  ...keyed('externalDocs', isJsonObject),
  ...keyed('default example', () => true),
]);

/**
 * Reads an `openAPIV3Schema`: known keys with values of the right kind only, absent where the value is what absence means, so that schemas that mean the
 * same look the same. The result shares nothing that is ever changed with its source.
 */
export function readSchema(source: JsonValue | undefined): StructuralSchema {
  const schema: JsonObject = {};
  if (!isJsonObject(source)) return schema as StructuralSchema;
  for (const [key, value] of Object.entries(source)) {
    const read = readKey(key, value);
    if (read !== undefined) schema[key] = read;
  }
  return schema as StructuralSchema;
}

function readKey(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  const isRight = plain.get(key);
  if (isRight !== undefined) return isRight(value) && !isZero(key, value) ? value : undefined;
  if (single.includes(key)) return isJsonObject(value) ? (readSchema(value) as JsonObject) : undefined;
  if (key === 'x-kubernetes-validations') return readRules(value);
  if (lists.includes(key)) return readList(value);
  if (key === 'properties') return readProperties(value);
  if (key !== 'additionalProperties') return undefined;
  return typeof value === 'boolean' ? value : (readSchema(value) as JsonObject);
}

/** Go's zero values are not told from absent ones, but for the bounds and the default. */
function isZero(key: string, value: JsonValue): boolean {
  if (key === 'default' || key === 'example') return false;
  if (key === 'x-kubernetes-preserve-unknown-fields') return false;
  return value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

function readList(value: JsonValue): JsonValue | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((part) => readSchema(part) as JsonObject);
}

function readProperties(value: JsonValue): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const properties: JsonObject = {};
  for (const [name, property] of Object.entries(value)) setKey(properties, name, readSchema(property) as JsonObject);
  return Object.keys(properties).length === 0 ? undefined : properties;
}
