import { fluxCustomResourceDefinitions } from '@flux19/api';
import { formatGoDuration, parseGoDuration } from '@flux19/expressions';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type KubeObject,
  parseApiVersion,
  setKey,
} from '@flux19/objects';
import { printYaml } from '@flux19/yaml';

/** The part of a schema that tells durations from other texts. */
interface SchemaNode {
  readonly type?: string;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
}

/**
 * Makes the function that turns an object into what would stand in git: without status and without what the cluster wrote
 * into its metadata.
 */
export function exporter(): (object: KubeObject) => KubeObject {
  const definitions = fluxCustomResourceDefinitions() as unknown as readonly { readonly spec: DefinitionSpec }[];
  return (object) => exportedObject(object, definitions);
}

type Definitions = readonly { readonly spec: DefinitionSpec }[];

function exportedObject(object: KubeObject, definitions: Definitions): KubeObject {
  const { apiVersion, kind, metadata } = object;
  const { name, namespace, labels, annotations } = metadata;
  const spec = (object['spec'] ?? {}) as JsonObject;
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(isEmpty(labels) ? {} : { labels }),
      ...(isEmpty(annotations) ? {} : { annotations }),
    },
    spec: asGoWrites(spec, specSchema(object, definitions)),
  };
}

/** One YAML document with its separator, as flux prints it. */
export function printExport(object: KubeObject): string {
  return `---\n${printYaml(object).trimEnd()}\n`;
}

function isEmpty(entries: Readonly<Record<string, string>> | undefined): boolean {
  return entries === undefined || Object.keys(entries).length === 0;
}

function specSchema({ apiVersion, kind }: KubeObject, definitions: Definitions): SchemaNode | undefined {
  const { group, version: wanted } = parseApiVersion(apiVersion);
  const definition = definitions.find(({ spec }) => spec.group === group && spec.names.kind === kind);
  const version = definition?.spec.versions.find(({ name }) => name === wanted);
  return version?.schema.openAPIV3Schema.properties?.['spec'];
}

interface DefinitionSpec {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly schema: { readonly openAPIV3Schema: SchemaNode } }[];
}

/** Writes values as Flux's Go types do: `5m` becomes `5m0s`, and a field that says nothing is left out. */
function asGoWrites(value: JsonValue | undefined, schema: SchemaNode | undefined): JsonValue | undefined {
  if (schema === undefined) return value;
  if (typeof value === 'string') return isDuration(schema) ? goDuration(value) : value;
  if (Array.isArray(value)) return value.map((item) => asGoWrites(item, schema.items) ?? null);
  if (!isJsonObject(value)) return value;
  const copy: JsonObject = {};
  for (const [key, field] of Object.entries(value)) {
    if (isOmitted(key, field, schema)) continue;
    setKey(copy, key, asGoWrites(field, schema.properties?.[key]));
  }
  return copy;
}

/** Fields whose absence means something else than their zero value: pointers in Go. */
const pointers: ReadonlySet<string> = new Set([
  'persistentClient',
  'ignoreTestFailures',
  'remediateLastFailure',
  'ignore',
]);

function isOmitted(key: string, value: JsonValue | undefined, { properties, required = [] }: SchemaNode): boolean {
  if ((value !== false && value !== '') || required.includes(key) || pointers.has(key)) return false;
  const type = properties?.[key]?.type;
  return type === 'boolean' || type === 'string';
}

function isDuration({ pattern }: SchemaNode): boolean {
  return pattern?.includes('(ms|s|m') ?? false;
}

function goDuration(text: string): string {
  try {
    return formatGoDuration(parseGoDuration(text));
  } catch {
    return text;
  }
}
