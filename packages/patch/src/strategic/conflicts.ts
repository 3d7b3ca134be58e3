import {
  deepEqual,
  getKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type StructuralSchema,
} from '@flux19/objects';
import { patchDirective, retainKeysDirective } from './directives.ts';
import { elementKind, invalid } from './elements.ts';
import { type FieldRule, listRule, objectRule } from './field-rule.ts';
import { printGo } from './go-text.ts';

/**
 * Whether two strategic merge patches set the same field to different values, so that their order would matter.
 * Throws PatchError when one of them can't be read.
 */
export function strategicMergePatchesConflict(
  left: JsonObject,
  right: JsonObject,
  schema: StructuralSchema | undefined,
): boolean {
  return objectsConflict(left, right, schema);
}

function objectsConflict(left: JsonObject, right: JsonObject, schema: StructuralSchema | undefined): boolean {
  // A directive is about the whole object.
  if (getKey(left, patchDirective) !== getKey(right, patchDirective)) return true;
  return Object.entries(left).some(([key, value]) => {
    const other = getKey(right, key);
    if (value === undefined || other === undefined || key === patchDirective || key === retainKeysDirective)
      return false;
    return fieldsConflict(value, other, ruleFor(schema, key, value));
  });
}

function ruleFor(schema: StructuralSchema | undefined, key: string, value: JsonValue): FieldRule {
  if (Array.isArray(value)) return listRule(schema, key);
  return isJsonObject(value) ? objectRule(schema, key) : withoutRule(schema);
}

function withoutRule(schema: StructuralSchema | undefined): FieldRule {
  return { schema, strategy: '', retainsKeys: false, mergeKey: '' };
}

function fieldsConflict(left: JsonValue, right: JsonValue, rule: FieldRule): boolean {
  if (Array.isArray(left)) return !Array.isArray(right) || listsConflict(left, right, rule);
  if (!isJsonObject(left)) return !deepEqual(left, right);
  if (!isJsonObject(right) || getKey(left, patchDirective) !== getKey(right, patchDirective)) return true;
  return rule.strategy !== 'replace' && objectsConflict(left, right, rule.schema);
}

function listsConflict(left: readonly JsonValue[], right: readonly JsonValue[], rule: FieldRule): boolean {
  if (left.length === 0 && right.length === 0) return false;
  if (rule.strategy === 'merge') {
    return elementKind(left, right) === 'objects' && elementsConflict(left, right, rule);
  }
  if (left.length !== right.length) return true;
  if ([...left, ...right].every(isScalar)) return !deepEqual(sortedUnique(left), sortedUnique(right));
  return left.some((value, index) => fieldsConflict(value, right[index] ?? null, withoutRule(rule.schema)));
}

function isScalar(value: JsonValue): boolean {
  return typeof value !== 'object' || value === null;
}

function elementsConflict(left: readonly JsonValue[], right: readonly JsonValue[], rule: FieldRule): boolean {
  const others = byMergeKey(right, rule.mergeKey);
  return [...byMergeKey(left, rule.mergeKey)].some(([identity, element]) => {
    const other = others.get(identity);
    return other !== undefined && fieldsConflict(element, other, withoutRule(rule.schema));
  });
}

function byMergeKey(list: readonly JsonValue[], mergeKey: string): Map<string, JsonObject> {
  return new Map(
    list.filter(isJsonObject).map((element) => {
      const identity = getKey(element, mergeKey);
      if (identity === undefined) {
        throw invalid(`cannot find merge key \`${mergeKey}\` in merging list element:${printGo(element)}`);
      }
      return [printGo(identity), element];
    }),
  );
}

function sortedUnique(list: readonly JsonValue[]): JsonValue[] {
  return [...new Set(list)].sort((left, right) => (printGo(left) < printGo(right) ? -1 : 1));
}
