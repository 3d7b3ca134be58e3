import { deepEqual, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';

/** A version of a definition, as kube-apiserver holds it inside. */
export interface InternalVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly deprecated: boolean;
  readonly deprecationWarning: string | undefined;
  readonly schema: JsonObject | undefined;
  readonly subresources: JsonObject | undefined;
  readonly additionalPrinterColumns: readonly JsonObject[];
  readonly selectableFields: readonly JsonObject[];
}

/**
 * The spec of a definition as kube-apiserver holds it inside: what all versions share stands at the top, which is why its
 * errors point to `spec.validation` even though no client can write that.
 */
export interface InternalSpec {
  readonly group: string;
  readonly scope: string;
  readonly names: JsonObject;
  readonly version: string;
  readonly versions: readonly InternalVersion[] | undefined;
  readonly validation: JsonObject | undefined;
  readonly subresources: JsonObject | undefined;
  readonly additionalPrinterColumns: readonly JsonObject[];
  readonly selectableFields: readonly JsonObject[];
  readonly conversion: JsonObject | undefined;
  readonly preserveUnknownFields: boolean;
}

/** Turns the spec of an apiextensions.k8s.io/v1 definition into the form inside. */
export function internalSpec(definition: JsonObject): InternalSpec {
  const spec = objectIn(definition, 'spec') ?? {};
  const versions = Array.isArray(spec['versions']) ? spec['versions'].filter(isJsonObject).map(readVersion) : undefined;
  const [first] = versions ?? [];
  const shared = first === undefined ? noneShared : sharedParts(first, versions ?? []);
  return {
    group: textIn(spec, 'group'),
    scope: textIn(spec, 'scope'),
    names: objectIn(spec, 'names') ?? {},
    version: first?.name ?? '',
    versions: versions?.map((version) => withoutShared(version, shared)),
    validation: shared.schema ? first?.schema : undefined,
    subresources: shared.subresources ? first?.subresources : undefined,
    additionalPrinterColumns: shared.additionalPrinterColumns ? (first?.additionalPrinterColumns ?? []) : [],
    selectableFields: shared.selectableFields ? (first?.selectableFields ?? []) : [],
    conversion: objectIn(spec, 'conversion'),
    preserveUnknownFields: spec['preserveUnknownFields'] === true,
  };
}

type Shared = Readonly<Record<'schema' | 'subresources' | 'additionalPrinterColumns' | 'selectableFields', boolean>>;

const noneShared: Shared = {
  schema: false,
  subresources: false,
  additionalPrinterColumns: false,
  selectableFields: false,
};

function sharedParts(first: InternalVersion, versions: readonly InternalVersion[]): Shared {
  const isShared = (part: keyof Shared): boolean => versions.every((version) => deepEqual(version[part], first[part]));
  return {
    schema: isShared('schema'),
    subresources: isShared('subresources'),
    additionalPrinterColumns: isShared('additionalPrinterColumns'),
    selectableFields: isShared('selectableFields'),
  };
}

function withoutShared(version: InternalVersion, shared: Shared): InternalVersion {
  return {
    ...version,
    schema: shared.schema ? undefined : version.schema,
    subresources: shared.subresources ? undefined : version.subresources,
    additionalPrinterColumns: shared.additionalPrinterColumns ? [] : version.additionalPrinterColumns,
    selectableFields: shared.selectableFields ? [] : version.selectableFields,
  };
}

function readVersion(version: JsonObject): InternalVersion {
  const warning = version['deprecationWarning'];
  return {
    name: textIn(version, 'name'),
    served: version['served'] === true,
    storage: version['storage'] === true,
    deprecated: version['deprecated'] === true,
    deprecationWarning: typeof warning === 'string' ? warning : undefined,
    schema: objectIn(version, 'schema'),
    subresources: objectIn(version, 'subresources'),
    additionalPrinterColumns: objectsIn(version, 'additionalPrinterColumns'),
    selectableFields: objectsIn(version, 'selectableFields'),
  };
}

/** A text field; empty when it is missing or no text. */
export function textIn(object: JsonObject, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

/** An object field; undefined when it is missing or no object. */
export function objectIn(object: JsonObject, key: string): JsonObject | undefined {
  const value = object[key];
  return isJsonObject(value) ? value : undefined;
}

/** The objects in a list field. */
export function objectsIn(object: JsonObject, key: string): JsonObject[] {
  const value = object[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** The texts in a list field. */
export function textsIn(object: JsonObject, key: string): string[] {
  const value: JsonValue | undefined = object[key];
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
