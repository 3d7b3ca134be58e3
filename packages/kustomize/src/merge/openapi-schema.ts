import { KustomizeError } from '../engine/kustomize-error.ts';
import type { ScopeLookup } from '../identity/cluster-scope.ts';
import { readDocument } from '../reading/read-document.ts';
import { type Fields, getField, isFields, type Value } from '../values/value.ts';
import { builtinMergeDefinition, builtinMergeSchema } from './builtin-merge-schema.ts';
import type { MergeSchema, SchemaLookup } from './merge-schema.ts';

/** What an OpenAPI document says about kinds. */
export interface OpenApiSchema {
  readonly schemas: SchemaLookup;
  readonly isClusterScoped: ScopeLookup;
}

/**
 * Reads an OpenAPI v2 document, as JSON or YAML, as the schemas and scopes of a build. They stand instead of the built-in ones,
 * or beside them when `withBuiltins`.
 */
export function parseOpenApi(text: string, file: string, withBuiltins: boolean): OpenApiSchema {
  let document: Value | undefined;
  try {
    document = readDocument(text, 'sigs')?.value;
  } catch (cause) {
    throw new KustomizeError(`invalid schema file: ${(cause as Error).message}`, {
      reason: 'InvalidSchema',
      file,
      cause,
    });
  }
  const definitions = isFields(document) ? document['definitions'] : undefined;
  if (!isFields(document) || (definitions !== undefined && !isFields(definitions))) {
    throw new KustomizeError('invalid schema file: definitions must be an object', { reason: 'InvalidSchema', file });
  }
  const reader = new Definitions(definitions ?? {}, withBuiltins);
  const byKind = reader.byKind();
  const clusterScoped = clusterScopedKinds(document['paths']);
  return {
    schemas: (apiVersion, kind) =>
      byKind.get(`${apiVersion} ${kind}`)?.() ?? (withBuiltins ? builtinMergeSchema(apiVersion, kind) : undefined),
    isClusterScoped: (apiVersion, kind) => clusterScoped.has(`${apiVersion} ${kind}`),
  };
}

/** Kinds that can be read at a path, and at none that names a namespace. */
function clusterScopedKinds(paths: Value | undefined): ReadonlySet<string> {
  const kinds = new Set<string>();
  const namespaced = new Set<string>();
  for (const path of isFields(paths) ? Object.keys(paths) : []) {
    const item = getField(paths as Fields, path);
    const get = isFields(item) ? item['get'] : undefined;
    const kind = isFields(get) ? get['x-kubernetes-group-version-kind'] : undefined;
    if (isFields(kind)) (path.includes('namespaces/{namespace}') ? namespaced : kinds).add(typeKey(kind));
  }
  return kinds.difference(namespaced);
}

class Definitions {
  private readonly definitions: Fields;
  private readonly withBuiltins: boolean;
  private readonly read = new Map<string, MergeSchema>();

  constructor(definitions: Fields, withBuiltins: boolean) {
    this.definitions = definitions;
    this.withBuiltins = withBuiltins;
  }

  byKind(): Map<string, () => MergeSchema> {
    const result = new Map<string, () => MergeSchema>();
    for (const name of Object.keys(this.definitions)) {
      const definition = getField(this.definitions, name);
      const kinds = isFields(definition) ? definition['x-kubernetes-group-version-kind'] : undefined;
      if (!Array.isArray(kinds)) continue;
      for (const kind of kinds) {
        if (isFields(kind)) result.set(typeKey(kind), () => this.named(name));
      }
    }
    return result;
  }

  /** Definitions may hold themselves: the object is known before it is filled. */
  private named(name: string): MergeSchema {
    const known = this.read.get(name);
    if (known !== undefined) return known;
    const schema: MergeSchema = {};
    this.read.set(name, schema);
    const definition = getField(this.definitions, name);
    if (isFields(definition)) Object.assign(schema, this.schema(definition));
    else if (this.withBuiltins) Object.assign(schema, builtinMergeDefinition(name));
    return schema;
  }

  private schema(node: Fields): MergeSchema {
    const reference = refName(node);
    if (reference !== undefined) return this.named(reference);
    const properties = node['properties'];
    const others = node['additionalProperties'];
    const items = node['items'];
    const strategy = node['x-kubernetes-patch-strategy'];
    const fields: Record<string, MergeSchema> = Object.create(null);
    if (isFields(properties)) {
      for (const name of Object.keys(properties)) {
        const property = getField(properties, name);
        if (isFields(property)) fields[name] = this.schema(property);
      }
    }
    return {
      fields,
      ...(isFields(others) ? { others: this.schema(others) } : {}),
      ...(isFields(items) && node['type'] === 'array' ? { items: this.schema(items) } : {}),
      ...(typeof strategy === 'string' ? { strategy, keys: mergeKeys(node) } : {}),
    };
  }
}

function typeKey(kind: Fields): string {
  const group = String(kind['group'] ?? '');
  return `${group === '' ? '' : `${group}/`}${kind['version']} ${kind['kind']}`;
}

function refName(node: Fields): string | undefined {
  const reference = node['$ref'];
  return typeof reference === 'string' && reference.startsWith('#/definitions/')
    ? reference.slice('#/definitions/'.length)
    : undefined;
}

function mergeKeys(node: Fields): string[] {
  const keys = node['x-kubernetes-list-map-keys'];
  if (Array.isArray(keys)) return keys.map(String);
  const key = node['x-kubernetes-patch-merge-key'];
  return typeof key === 'string' ? [key] : [];
}
