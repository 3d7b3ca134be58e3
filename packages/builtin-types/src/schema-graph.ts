import type { StructuralSchema } from '@flux19/objects';
import { type CompactNode, findCompact, fullName } from './compact-node.ts';

const machinery = 'io.k8s.apimachinery.pkg';

/** Types that write their JSON themselves, so that OpenAPI does not say what they accept. */
const ownJson: ReadonlyMap<string, StructuralSchema> = new Map<string, StructuralSchema>([
  [`${machinery}.api.resource.Quantity`, { 'x-kubernetes-int-or-string': true, format: 'quantity' }],
  [`${machinery}.util.intstr.IntOrString`, { 'x-kubernetes-int-or-string': true, format: 'int-or-string' }],
  [`${machinery}.apis.meta.v1.MicroTime`, { type: 'string', format: 'micro-time' }],
  // Opaque: whoever sets it owns all of it.
  [
    `${machinery}.runtime.RawExtension`,
    { 'x-kubernetes-preserve-unknown-fields': true, 'x-kubernetes-map-type': 'atomic' },
  ],
  [`${machinery}.apis.meta.v1.FieldsV1`, { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }],
]);

/** Resolves references into shared objects, on demand and once each. */
export class SchemaGraph {
  readonly #resolved = new Map<string, StructuralSchema>();
  /** Nodes that are a definition plus siblings of its reference, by both. */
  readonly #variants = new Map<string, StructuralSchema>();
  /** Variants that wait until the definition they copy is complete. */
  #pending: (() => void)[] = [];

  /** The schema of a definition by its full name. */
  schemaOf(name: string): StructuralSchema | undefined {
    const node = findCompact(name);
    if (node === undefined) return undefined;
    const schema = this.#definition(name, node);
    const pending = this.#pending;
    this.#pending = [];
    for (const complete of pending) complete();
    return schema;
  }

  #definition(name: string, node: CompactNode): StructuralSchema {
    const known = this.#resolved.get(name);
    if (known !== undefined) return known;
    // Registered before it is filled: a definition may lead back to itself.
    const schema: StructuralSchema = {};
    this.#resolved.set(name, schema);
    Object.assign(schema, ownJson.get(name) ?? this.#inline(node));
    return schema;
  }

  #node(node: CompactNode): StructuralSchema {
    const { $ref, ...siblings } = node;
    if ($ref === undefined) return this.#inline(node);
    const name = fullName($ref);
    const target = this.#definition(name, findCompact(name) ?? {});
    if (Object.keys(siblings).length === 0) return target;
    const key = `${name} ${JSON.stringify(siblings)}`;
    let variant = this.#variants.get(key);
    if (variant === undefined) {
      const created: StructuralSchema = {};
      variant = created;
      this.#variants.set(key, created);
      this.#pending.push(() => Object.assign(created, target, siblings));
    }
    return variant;
  }

  #inline(node: CompactNode): StructuralSchema {
    const {
      properties,
      items,
      additionalProperties,
      'x-kubernetes-group-version-kind': _kinds,
      'x-kubernetes-unions': _unions,
      ...rest
    } = node;
    const schema: StructuralSchema = { ...(rest as StructuralSchema) };
    if (items !== undefined) schema.items = this.#node(items);
    if (additionalProperties !== undefined) schema.additionalProperties = this.#node(additionalProperties);
    if (properties !== undefined) {
      const entries = Object.entries(properties);
      schema.properties = Object.fromEntries(entries.map(([name, property]) => [name, this.#node(property)]));
    }
    if (schema.type === undefined) schema['x-kubernetes-preserve-unknown-fields'] = true;
    return schema;
  }
}
