import { builtinDefinition, type OpenApiNode } from '@flux19/builtin-types';
import { isJsonObject } from '@flux19/objects';
import { isAlwaysPrinted, keepsEmptyValue } from './pointer-fields.ts';

/** Types that need more than a check of their JSON type. */
type Special = 'quantity' | 'time' | 'intOrString' | 'bytes' | 'any' | 'rawObject';

/** A Go type of the Kubernetes API, as far as reading JSON into it goes. `text` is what error messages call it. */
export type GoType =
  | {
      readonly kind: 'struct';
      readonly text: string;
      readonly name: string;
      readonly fields: ReadonlyMap<string, GoField>;
    }
  | { readonly kind: 'list'; readonly text: string; readonly items: GoType }
  | { readonly kind: 'map'; readonly text: string; readonly values: GoType }
  | { readonly kind: 'scalar'; readonly text: string; readonly json: 'string' | 'boolean' | 'integer' | 'number' }
  | { readonly kind: 'special'; readonly text: string; readonly special: Special };

/** A field of a struct. */
export interface GoField {
  readonly type: GoType;
  /** The field is a struct by value: it is printed as `{}` when it is empty. */
  readonly isValueStruct: boolean;
  /** An empty text, list or map, a zero and `false` differ from an absent field; otherwise they are left out. */
  readonly keepsEmpty: boolean;
  /** What is printed when nobody has set the field; undefined when it is left out then. */
  readonly zero: string | number | boolean | null | undefined;
}

const apimachinery = 'io.k8s.apimachinery.pkg.';
const crd = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.';

const specials: ReadonlyMap<string, Special> = new Map([
  [`${apimachinery}api.resource.Quantity`, 'quantity'],
  [`${apimachinery}util.intstr.IntOrString`, 'intOrString'],
  [`${apimachinery}apis.meta.v1.Time`, 'time'],
  [`${apimachinery}apis.meta.v1.MicroTime`, 'time'],
  [`${apimachinery}apis.meta.v1.FieldsV1`, 'rawObject'],
  [`${apimachinery}runtime.RawExtension`, 'any'],
  [`${crd}JSON`, 'any'],
  [`${crd}JSONSchemaProps`, 'any'],
  [`${crd}JSONSchemaPropsOrArray`, 'any'],
  [`${crd}JSONSchemaPropsOrBool`, 'any'],
  [`${crd}JSONSchemaPropsOrStringArray`, 'any'],
]);

/** Go types of API definitions, made when first asked for. */
export class GoTypes {
  readonly #types = new Map<string, GoType>();

  /** The type of a definition such as `io.k8s.api.apps.v1.Deployment`; undefined for unknown names. */
  named(name: string): GoType | undefined {
    const known = this.#types.get(name);
    if (known !== undefined) return known;
    const node = builtinDefinition(name);
    if (node === undefined) return undefined;
    const special = specials.get(name);
    if (special !== undefined) return this.#remember(name, { kind: 'special', text: goName(name), special });
    const fields = new Map<string, GoField>();
    // Remembered before its fields are looked at, since types may contain themselves.
    const type = this.#remember(name, {
      kind: 'struct',
      text: goName(name),
      name: lastPart(name),
      fields,
    });
    const required = (node['required'] ?? []) as readonly string[];
    for (const [field, child] of Object.entries((node['properties'] ?? {}) as Record<string, OpenApiNode>)) {
      const fieldType = this.#of(child);
      const isRequired = required.includes(field);
      fields.set(field, {
        type: fieldType,
        isValueStruct: isJsonObject(child['default']),
        keepsEmpty: isRequired || keepsEmptyValue(name, field),
        zero: zeroOfField(field, fieldType, (isRequired && !isSet(child)) || isAlwaysPrinted(name, field)),
      });
    }
    return type;
  }

  #remember(name: string, type: GoType): GoType {
    this.#types.set(name, type);
    return type;
  }

  #of(node: OpenApiNode): GoType {
    const reference = node['$ref'];
    if (typeof reference === 'string') return this.named(reference) ?? anything;
    if (node['type'] === 'array') {
      const items = this.#of((node['items'] ?? {}) as OpenApiNode);
      return { kind: 'list', text: `[]${items.text}`, items };
    }
    if (node['type'] === 'object') return this.#map(node['additionalProperties']);
    return scalarOf(node);
  }

  #map(valuesNode: unknown): GoType {
    if (!isJsonObject(valuesNode)) return anything;
    const values = this.#of(valuesNode as OpenApiNode);
    return { kind: 'map', text: `map[string]${values.text}`, values };
  }
}

/** Kubernetes leaves sets that are required out when they are empty. */
function isSet(node: OpenApiNode): boolean {
  return node['x-kubernetes-list-type'] === 'set';
}

/** Times that are no pointers in Go, whatever type they are in: unset ones are printed as null. */
const valueTimes: ReadonlySet<string> = new Set([
  'deprecatedFirstTimestamp',
  'deprecatedLastTimestamp',
  'eventTime',
  'evictionTime',
  'expirationTimestamp',
  'finishedAt',
  'firstTimestamp',
  'lastHeartbeatTime',
  'lastObservedTime',
  'lastProbeTime',
  'lastTimestamp',
  'lastTransitionTime',
  'lastUpdateTime',
  'startedAt',
]);

function zeroOfField(field: string, type: GoType, isPrinted: boolean): GoField['zero'] {
  if (type.kind === 'special' && type.special === 'time') return valueTimes.has(field) ? null : undefined;
  if (!isPrinted) return undefined;
  if (type.kind === 'list' || type.kind === 'map') return null;
  if (type.kind !== 'scalar') return undefined;
  if (type.json === 'boolean') return false;
  return type.json === 'string' ? '' : 0;
}

const anything: GoType = { kind: 'special', text: 'interface {}', special: 'any' };

function scalarOf(node: OpenApiNode): GoType {
  const format = typeof node['format'] === 'string' ? node['format'] : undefined;
  switch (node['type']) {
    case 'string':
      if (format === 'byte') return { kind: 'special', text: '[]uint8', special: 'bytes' };
      return { kind: 'scalar', text: 'string', json: 'string' };
    case 'boolean':
      return { kind: 'scalar', text: 'bool', json: 'boolean' };
    case 'integer':
      return { kind: 'scalar', text: format ?? 'int64', json: 'integer' };
    case 'number':
      return { kind: 'scalar', text: 'float64', json: 'number' };
    default:
      return anything;
  }
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** `v1.PodSpec` for `io.k8s.api.core.v1.PodSpec`. */
function goName(name: string): string {
  return name.split('.').slice(-2).join('.');
}
