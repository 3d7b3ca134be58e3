import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { OddScalar } from '../values/odd-scalar.ts';
import { type Fields, isFields, isMissingOrNull, type Value, writeField } from '../values/value.ts';
import { type FieldSpecs, visitFields } from './field-filter.ts';
import { setAt } from './walk-field.ts';

/** The values of variables by name. */
export type Variables = ReadonlyMap<string, Value>;

/** Replaces `$(NAME)` in the fields that the specs name. `used` collects the names met. */
export function replaceVariables(resource: Resource, specs: FieldSpecs, variables: Variables, used: Set<string>): void {
  const expand = (text: string) => expandText(text, variables, used);
  visitFields(resource, specs, undefined, (holder, key, value) => {
    if (isMissingOrNull(value)) return;
    const text = stringOf(value);
    if (text !== undefined) setAt(holder, key, expand(text));
    else if (Array.isArray(value)) expandList(value, expand, resource);
    else if (isFields(value)) expandMap(value, expand);
  });
}

function stringOf(value: Value | undefined): string | undefined {
  if (typeof value === 'string') return value;
  return value instanceof OddScalar && value.kind === 'string' ? value.text : undefined;
}

function expandMap(fields: Fields, expand: (text: string) => Value): void {
  for (const key of Object.keys(fields)) {
    const text = stringOf(fields[key]);
    if (text !== undefined) writeField(fields, key, expand(text));
  }
}

function expandList(list: Value[], expand: (text: string) => Value, resource: Resource): void {
  for (const [index, item] of list.entries()) {
    if (typeof item !== 'string') {
      throw new KustomizeError('invalid value type expect a string', {
        reason: 'InvalidVariable',
        file: resource.file,
        line: resource.line || undefined,
      });
    }
    list[index] = expand(item);
  }
}

/** A text that is one variable and nothing else takes over its kind. `$$` stands for `$`. */
function expandText(text: string, variables: Variables, used: Set<string>): Value {
  if (!text.includes('$')) return text;
  let whole: Value | undefined;
  const expanded = text.replaceAll(/\$(?:\$|\(([^)]*)\))/g, (match, name: string | undefined) => {
    if (name === undefined) return '$';
    const value = variables.get(name);
    if (value === undefined) return match;
    used.add(name);
    if (match === text) whole = value;
    return value instanceof OddScalar ? String(value.value) : String(value);
  });
  return whole ?? expanded;
}
