import { builtinDefinition, type OpenApiNode, type ProtobufField, protobufFields } from '@flux19/builtin-types';
import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { integerOf, textOf, wellKnownMessages } from './well-known-messages.ts';
import { WireError, wireFields } from './wire-fields.ts';

/** What is known of a message: its numbers, and the schemas of its fields in JSON. */
interface MessageFacts {
  readonly fields: ReadonlyMap<number, ProtobufField>;
  readonly properties: Readonly<Record<string, OpenApiNode>>;
}

/** Turns messages of built-in kinds into JSON, zero values included: what Go leaves out is left to the reader of the JSON. */
export class MessageDecoder {
  readonly #facts = new Map<string, MessageFacts | undefined>();

  /** Whether messages of a definition can be read. Definitions of apiextensions and apiregistration cannot. */
  knows(definition: string): boolean {
    return this.#factsOf(definition) !== undefined;
  }

  /** Decodes a message. Throws WireError. */
  decode(bytes: Uint8Array, definition: string): JsonObject {
    const facts = this.#factsOf(definition);
    if (facts === undefined) throw new WireError(`no message ${definition} is known`);
    const object: JsonObject = {};
    this.#fill(object, bytes, facts.fields, facts.properties);
    return object;
  }

  #factsOf(definition: string): MessageFacts | undefined {
    if (this.#facts.has(definition)) return this.#facts.get(definition);
    const fields = protobufFields(definition);
    const properties = (builtinDefinition(definition)?.['properties'] ?? {}) as Record<string, OpenApiNode>;
    const facts = fields === undefined ? undefined : { fields, properties };
    this.#facts.set(definition, facts);
    return facts;
  }

  #fill(
    object: JsonObject,
    bytes: Uint8Array,
    fields: MessageFacts['fields'],
    properties: MessageFacts['properties'],
  ): void {
    for (const { number, value } of wireFields(bytes)) {
      const field = fields.get(number);
      if (field?.kind === 'inline') {
        const inner = this.#factsOf(field.message)?.fields ?? new Map();
        this.#fill(object, asBytes(value), inner, properties);
      } else if (field !== undefined) {
        this.#add(object, field.name, value, properties[field.name] ?? {});
      }
    }
  }

  #add(object: JsonObject, name: string, value: bigint | Uint8Array, node: OpenApiNode): void {
    const before = object[name];
    if (node['type'] === 'array') {
      const list = Array.isArray(before) ? before : [];
      list.push(this.#value(value, (node['items'] ?? {}) as OpenApiNode) ?? null);
      object[name] = list;
    } else if (node['type'] === 'object' && isJsonObject(node['additionalProperties'])) {
      const map: JsonObject = isJsonObject(before) ? before : {};
      this.#addEntry(map, asBytes(value), node['additionalProperties'] as OpenApiNode);
      object[name] = map;
    } else {
      const decoded = this.#value(value, node);
      if (decoded !== undefined) object[name] = decoded;
    }
  }

  /** An entry of a map: key and value are the fields 1 and 2, absent when they are empty. */
  #addEntry(map: JsonObject, entry: Uint8Array, node: OpenApiNode): void {
    let key = '';
    let value: bigint | Uint8Array = node['type'] === 'integer' || node['type'] === 'boolean' ? 0n : new Uint8Array();
    for (const part of wireFields(entry)) {
      if (part.number === 1) key = textOf(asBytes(part.value));
      if (part.number === 2) value = part.value;
    }
    // A message cannot repeat in a map: lists are wrapped into messages with one field.
    const items = node['type'] === 'array' ? this.#wrappedList(asBytes(value), node) : this.#value(value, node);
    setKey<JsonValue>(map, key, items ?? null);
  }

  #wrappedList(bytes: Uint8Array, node: OpenApiNode): JsonValue {
    const holder: JsonObject = { items: [] };
    for (const { number, value } of wireFields(bytes)) if (number === 1) this.#add(holder, 'items', value, node);
    return holder['items'] ?? [];
  }

  #value(value: bigint | Uint8Array, node: OpenApiNode): JsonValue | undefined {
    const reference = node['$ref'];
    if (typeof reference === 'string') {
      const bytes = asBytes(value);
      const read = wellKnownMessages.get(reference);
      return read === undefined ? this.decode(bytes, reference) : read(bytes);
    }
    if (node['type'] === 'string') {
      const bytes = asBytes(value);
      return node['format'] === 'byte' ? Buffer.from(bytes).toString('base64') : textOf(bytes);
    }
    if (typeof value !== 'bigint') throw new WireError('proto: wrong wireType');
    return numberOf(value, node);
  }
}

function asBytes(value: bigint | Uint8Array): Uint8Array {
  if (typeof value === 'bigint') throw new WireError('proto: wrong wireType');
  return value;
}

function numberOf(value: bigint, node: OpenApiNode): JsonValue {
  if (node['type'] === 'boolean') return value !== 0n;
  if (node['type'] === 'integer') return integerOf(value);
  return new Float64Array(BigUint64Array.of(value).buffer)[0] ?? 0;
}
