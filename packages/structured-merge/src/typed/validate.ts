import type { JsonValue } from '@flux19/objects';
import { formatElement } from '../paths/path-text.ts';
import {
  fieldTypeOf,
  kindOf,
  type ListType,
  type MapType,
  type ScalarType,
  type SchemaNode,
} from '../types/schema-node.ts';
import { goTypeName, printGoSyntax, printGoValue } from '../values/print-value.ts';
import { selectorOf } from './list-items.ts';
import type { TypedFault } from './typed-value-error.ts';

export interface ValidateOptions {
  /** Live objects may have several items with the same keys; objects that are applied may not. */
  readonly allowDuplicates?: boolean;
}

/** Checks a value against its schema. Paths are relative to the value. */
export function validate(value: JsonValue, node: SchemaNode, options: ValidateOptions = {}): TypedFault[] {
  switch (kindOf(node, value)) {
    case 'map':
      return validateMap(value, node.map as MapType, options);
    case 'scalar':
      return validateScalar(value, node.scalar as ScalarType);
    case 'list':
      return validateList(value, node.list as ListType, options);
    case undefined:
      return [{ path: '', message: `schema error: ${node.problem ?? 'invalid atom: inlined'}` }];
  }
}

const noFaults: TypedFault[] = [];

/** Checks a scalar; null fits every type. */
export function validateScalar(value: JsonValue, type: ScalarType): TypedFault[] {
  const message = value === null ? undefined : scalarFault(value, type);
  return message === undefined ? noFaults : [{ path: '', message }];
}

function scalarFault(value: JsonValue, type: ScalarType): string | undefined {
  const found = typeof value;
  switch (type) {
    case 'numeric':
      if (found === 'number' || found === 'bigint') return undefined;
      return `expected numeric (int or float), got ${goTypeName(value)}`;
    case 'string':
      if (found === 'string') return undefined;
      return `expected string, got &value.valueUnstructured{Value:${printGoSyntax(value)}}`;
    case 'boolean':
      return found === 'boolean' ? undefined : `expected boolean, got ${shown(value)}`;
    case 'untyped':
      return found === 'object' ? `expected any scalar, got ${shown(value)}` : undefined;
  }
}

function shown(value: JsonValue): string {
  return `&{${printGoValue(value)}}`;
}

function validateMap(value: JsonValue, map: MapType, options: ValidateOptions): TypedFault[] {
  if (value === null) return noFaults;
  if (typeof value !== 'object' || Array.isArray(value)) {
    return [{ path: '', message: `expected map, got ${shown(value)}` }];
  }
  let faults = noFaults;
  for (const name of Object.keys(value)) {
    const field = value[name];
    if (field === undefined) continue;
    const type = fieldTypeOf(map, name);
    if (type === undefined) return [...faults, { path: `.${name}`, message: 'field not declared in schema' }];
    faults = collect(faults, validate(field, type, options), () => `.${name}`);
  }
  return faults;
}

function validateList(value: JsonValue, list: ListType, options: ValidateOptions): TypedFault[] {
  if (value === null) return noFaults;
  if (!Array.isArray(value)) return [{ path: '', message: `expected list, got ${shown(value)}` }];
  return list.relationship === 'associative'
    ? validateItems(value, list, options)
    : value.reduce(
        (faults: TypedFault[], item, i) => collect(faults, validate(item, list.element, options), () => `[${i}]`),
        noFaults,
      );
}

function validateItems(items: readonly JsonValue[], list: ListType, options: ValidateOptions): TypedFault[] {
  const seen = new Set<string>();
  let faults = noFaults;
  for (const [i, item] of items.entries()) {
    const selector = selectorOf(list, item);
    // Without a selector there is no path to report deeper faults at.
    if ('problem' in selector) return [...faults, { path: '', message: `element ${i}: ${selector.problem}` }];
    const prefix = () => formatElement(selector.element());
    if (options.allowDuplicates !== true && seen.has(selector.text)) {
      faults = [...faults, { path: '', message: `duplicate entries for key ${prefix()}` }];
    }
    seen.add(selector.text);
    faults = collect(faults, validate(item, list.element, options), prefix);
  }
  return faults;
}

function collect(faults: TypedFault[], more: readonly TypedFault[], prefix: () => string): TypedFault[] {
  if (more.length === 0) return faults;
  const start = prefix();
  return [...faults, ...more.map(({ path, message }) => ({ path: start + path, message }))];
}
