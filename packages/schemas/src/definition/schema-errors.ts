import { isJsonObject, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item } from '../errors/field-path.ts';
import { forbidden, invalid, notSupported } from '../errors/make-field-error.ts';
import { readSchema } from '../structural/read-schema.ts';
import { collectionErrors } from './list-map-errors.ts';
import type { RuleCosts } from './rule-costs.ts';
import { ruleExpressionErrors } from './rule-expression-errors.ts';
import { ruleTextErrors } from './rule-text-errors.ts';
import { factorOf, type SchemaRules, type SchemaScope } from './schema-scope.ts';

const types = ['array', 'boolean', 'integer', 'number', 'object', 'string'];
const unsupportedKeys = ['id', 'additionalItems', 'patternProperties', 'definitions', 'dependencies', '$ref'];

/** Findings about schemas, and about rules, which are looked at only where the schemas are in order. */
interface SchemaFindings {
  readonly schema: FieldError[];
  readonly rules: FieldError[];
}

/** Checks a schema as it stands in a definition, before anything is made of it. */
export class SchemaCheck {
  readonly #rules: SchemaRules;
  readonly #costs: RuleCosts | undefined;

  /** Without `costs` no rules are looked at: the schema is known not to be structural. */
  constructor(rules: SchemaRules, costs: RuleCosts | undefined) {
    this.#rules = rules;
    this.#costs = costs;
  }

  errors(source: JsonObject, scope: SchemaScope): FieldError[] {
    const { schema, rules } = this.#check(source, scope);
    return [...schema, ...rules];
  }

  #check(source: JsonObject, scope: SchemaScope): SchemaFindings {
    const read = readSchema(source);
    const found: SchemaFindings = { schema: standardErrors(source, read, scope, this.#rules), rules: [] };
    for (const [below, belowScope] of schemasBelow(source, read, scope)) {
      const findings = this.#check(below, belowScope);
      found.schema.push(...findings.schema);
      found.rules.push(...findings.rules);
    }
    found.schema.push(...preserveErrors(source, scope.path), ...collectionErrors(read, scope.path, this.#rules));
    found.schema.push(...ruleTextErrors(read, scope.path));
    const hasRules = scope.hasRules && (read['x-kubernetes-validations'] ?? []).length > 0;
    if (hasRules && this.#costs !== undefined && found.schema.length === 0) {
      found.rules.push(...ruleExpressionErrors(read, scope, this.#rules, this.#costs));
    }
    return found;
  }
}

function standardErrors(
  source: JsonObject,
  schema: StructuralSchema,
  scope: SchemaScope,
  rules: SchemaRules,
): FieldError[] {
  const { path } = scope;
  const errors = [...typeNameErrors(schema.type, path, rules), ...unsupportedErrors(source, path)];
  if (schema.default !== undefined && scope.noDefaults !== undefined) {
    errors.push(forbidden(child(path, 'default'), `must not be set ${scope.noDefaults}`));
  }
  if (Array.isArray(source['items'])) {
    errors.push(forbidden(child(path, 'items'), 'items must be a schema object and not an array'));
  }
  if (scope.isInMeta && schema['x-kubernetes-embedded-resource'] === true) {
    errors.push(forbidden(child(path, 'x-kubernetes-embedded-resource'), 'must not be used inside of resource meta'));
  }
  if (schema.uniqueItems === true) {
    const detail = 'uniqueItems cannot be set to true since the runtime complexity becomes quadratic';
    errors.push(forbidden(child(path, 'uniqueItems'), detail));
  }
  const { additionalProperties } = schema;
  if (additionalProperties !== undefined && additionalProperties !== true && schema.properties !== undefined) {
    const detail = 'additionalProperties and properties are mutual exclusive';
    errors.push(forbidden(child(path, 'additionalProperties'), detail));
  }
  return errors;
}

function typeNameErrors(type: string | undefined, path: string, rules: SchemaRules): FieldError[] {
  if (type === undefined) return [];
  const errors =
    rules.requireValidType && !types.includes(type) ? [notSupported(child(path, 'type'), type, types)] : [];
  if (type !== 'null') return errors;
  return [...errors, forbidden(child(path, 'type'), 'type cannot be set to null, use nullable as an alternative')];
}

function unsupportedErrors(source: JsonObject, path: string): FieldError[] {
  return unsupportedKeys
    .filter((key) => isSet(source[key]))
    .map((key) => forbidden(child(path, key), `${key} is not supported`));
}

function isSet(value: JsonValue | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return !(isJsonObject(value) && Object.keys(value).length === 0);
}

function preserveErrors(source: JsonObject, path: string): FieldError[] {
  const key = 'x-kubernetes-preserve-unknown-fields';
  return source[key] === false ? [invalid(child(path, key), false, 'must be true or undefined')] : [];
}

type Below = readonly (readonly [source: JsonObject, scope: SchemaScope])[];

function schemasBelow(source: JsonObject, schema: StructuralSchema, scope: SchemaScope): Below {
  return [
    ...additionalBelow(source, schema, scope),
    ...propertiesBelow(source, schema, scope),
    ...partsBelow(source, scope),
    ...itemsBelow(source, schema, scope),
  ];
}

/** The scope one level down, before anything is known about the level. */
function below(schema: StructuralSchema, scope: SchemaScope, path: string): SchemaScope {
  const factor = factorOf(schema);
  const cardinality = scope.cardinality === undefined || factor === undefined ? undefined : scope.cardinality * factor;
  return { ...scope, path, isRoot: false, cardinality };
}

function additionalBelow(source: JsonObject, schema: StructuralSchema, scope: SchemaScope): Below {
  const additional = source['additionalProperties'];
  if (!isJsonObject(additional)) return [];
  const next = below(schema, scope, child(scope.path, 'additionalProperties'));
  const why = 'inside additionalProperties applying to object metadata';
  return [[additional, scope.isInMeta ? { ...next, noDefaults: why } : next]];
}

function propertiesBelow(source: JsonObject, schema: StructuralSchema, scope: SchemaScope): Below {
  const { properties } = source;
  if (!isJsonObject(properties)) return [];
  const isResource = scope.isRoot || schema['x-kubernetes-embedded-resource'] === true;
  const mapType = schema['x-kubernetes-map-type'];
  const isCorrelatable = mapType === undefined || mapType === 'granular' || mapType === 'atomic';
  const uncorrelatable = scope.uncorrelatable ?? (isCorrelatable ? undefined : scope.path);
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isJsonObject(property)) return [];
    const next = { ...below(schema, scope, entry(child(scope.path, 'properties'), name)), uncorrelatable };
    const isMeta = isResource && (name === 'metadata' || name === 'kind' || name === 'apiVersion');
    if (!isMeta) return [[property, next]];
    const noDefaults = scope.isRoot ? `in top-level ${name}` : next.noDefaults;
    return [[property, { ...next, isInMeta: true, noDefaults }]];
  });
}

function partsBelow(source: JsonObject, scope: SchemaScope): Below {
  const inside = (path: string): SchemaScope => ({ ...scope, path, isRoot: false, hasRules: false });
  const { not } = source;
  const parts = ['allOf', 'oneOf', 'anyOf'].flatMap((key) => {
    const list = source[key];
    if (!Array.isArray(list)) return [];
    return list.flatMap((part, index) =>
      isJsonObject(part) ? [[part, inside(item(child(scope.path, key), index))] as const] : [],
    );
  });
  return isJsonObject(not) ? [[not, inside(child(scope.path, 'not'))], ...parts] : parts;
}

function itemsBelow(source: JsonObject, schema: StructuralSchema, scope: SchemaScope): Below {
  const { items } = source;
  const isCorrelatable = schema['x-kubernetes-list-type'] === 'map';
  const uncorrelatable = scope.uncorrelatable ?? (isCorrelatable ? undefined : scope.path);
  const path = child(scope.path, 'items');
  if (isJsonObject(items)) return [[items, { ...below(schema, scope, path), uncorrelatable }]];
  if (!Array.isArray(items)) return [];
  return items.flatMap((part, index) =>
    isJsonObject(part) ? [[part, { ...below(schema, scope, item(path, index)), uncorrelatable }] as const] : [],
  );
}
