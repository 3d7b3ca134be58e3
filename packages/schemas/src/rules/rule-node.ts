import type { StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';
import { type CompiledRule, compileRule } from './compile-rule.ts';
import { declaredType } from './declared-type.ts';
import { asResource } from './resource-schema.ts';

/** The rules of a schema and of everything below it that has rules. */
export interface RuleNode {
  /** The schema that values are read by, with what every whole object has. */
  readonly schema: StructuralSchema;
  readonly rules: readonly CompiledRule[];
  readonly usesOldSelf: boolean;
  readonly items: RuleNode | undefined;
  readonly additional: RuleNode | undefined;
  readonly properties: ReadonlyMap<string, RuleNode>;
  /** Rules inside `allOf`, which look at the same value. */
  readonly allOf: readonly RuleNode[];
}

interface Memo {
  readonly resource: WeakMap<StructuralSchema, RuleNode | null>;
  readonly value: WeakMap<StructuralSchema, RuleNode | null>;
}

const memo: Memo = { resource: new WeakMap(), value: new WeakMap() };

/** Prepares the rules of a schema, once per schema object; undefined when it has none. */
export function ruleNode(schema: StructuralSchema, isResource: boolean): RuleNode | undefined {
  const roots = isResource ? memo.resource : memo.value;
  const known = roots.get(schema);
  if (known !== undefined) return known ?? undefined;
  const node = build(schema, schema, isResource, []);
  roots.set(schema, node ?? null);
  return node;
}

function hasRules(schema: StructuralSchema, seen: Set<StructuralSchema>): boolean {
  if (seen.has(schema)) return false;
  seen.add(schema);
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return true;
  return rulesBelow(schema).some((child) => hasRules(child, seen));
}

function rulesBelow(schema: StructuralSchema): StructuralSchema[] {
  const additional = additionalSchema(schema);
  return [
    ...Object.values(schema.properties ?? {}),
    ...(schema.items === undefined ? [] : [schema.items]),
    ...(additional === undefined ? [] : [additional]),
    ...(schema.allOf ?? []),
  ];
}

/** `rules` is where rules are written, `schema` where values are described; they differ inside `allOf`. */
function build(
  rules: StructuralSchema,
  schema: StructuralSchema,
  isResource: boolean,
  path: readonly StructuralSchema[],
): RuleNode | undefined {
  // A schema that contains itself is met again only by way of values that rules can't tell apart.
  if (path.includes(rules) || !hasRules(rules, new Set())) return undefined;
  const self = declaredType(schema, isResource, 'selfType');
  if (self === undefined) return undefined;
  const inside = [...path, rules];
  const compiled = (rules['x-kubernetes-validations'] ?? []).map((rule) => compileRule(rule, schema, self.type));
  return {
    schema: isResource ? asResource(schema) : schema,
    rules: compiled,
    usesOldSelf: compiled.some((rule) => rule.usesOldSelf),
    items: buildBelow(rules.items, schema.items, inside),
    additional: buildBelow(additionalSchema(rules), additionalSchema(schema), inside),
    properties: buildProperties(rules, schema, inside),
    allOf: (rules.allOf ?? [])
      .map((part) => build(part, schema, isResource, inside))
      .filter((part) => part !== undefined),
  };
}

function buildBelow(
  rules: StructuralSchema | undefined,
  schema: StructuralSchema | undefined,
  path: readonly StructuralSchema[],
): RuleNode | undefined {
  if (rules === undefined || schema === undefined) return undefined;
  return build(rules, schema, schema['x-kubernetes-embedded-resource'] === true, path);
}

function buildProperties(
  rules: StructuralSchema,
  schema: StructuralSchema,
  path: readonly StructuralSchema[],
): ReadonlyMap<string, RuleNode> {
  const nodes = new Map<string, RuleNode>();
  for (const [name, property] of Object.entries(rules.properties ?? {})) {
    const node = buildBelow(property, schema.properties?.[name], path);
    if (node !== undefined) nodes.set(name, node);
  }
  return nodes;
}
