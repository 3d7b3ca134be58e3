import type { OpenApiNode } from '@flux19/builtin-types';
import { isJsonObject } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import { bytesField, message, numberField } from '../protobuf/write-message.ts';

/** How clients name the format. */
export const protobufV2Type = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf';

/** Where the message Document of gnostic has its parts: https://github.com/google/gnostic/blob/main/openapiv2/OpenAPIv2.proto */
const documentFields = { swagger: 1, info: 2, paths: 8, definitions: 9 } as const;

/**
 * The Swagger document in protocol buffers, for the clients that read no other form: kubectl, when it validates. They look
 * for the schemas of kinds; paths are left out.
 */
export function documentV2Protobuf(document: OpenApiNode): Buffer {
  const { title, version } = document['info'] as { title: string; version: string };
  const definitions = namedSchemas(document['definitions'] as Readonly<Record<string, OpenApiNode>>);
  const parts = message(
    bytesField(documentFields.swagger, '2.0'),
    bytesField(documentFields.info, message(bytesField(1, title), bytesField(2, version))),
    bytesField(documentFields.paths, ''),
    bytesField(documentFields.definitions, definitions),
  );
  return Buffer.from(parts);
}

/** A list of pairs of a name and a schema, which is what Definitions and Properties are. */
function namedSchemas(schemas: Readonly<Record<string, OpenApiNode>>): Uint8Array {
  const pairs = Object.entries(schemas).map(([name, node]) =>
    message(bytesField(1, name), bytesField(2, schema(node))),
  );
  return message(...pairs.map((pair) => bytesField(1, pair)));
}

/** What writes a keyword of a schema, with its number in the message Schema. */
const keywords: Readonly<Record<string, (value: unknown) => readonly Uint8Array[]>> = {
  $ref: (value) => [bytesField(1, String(value))],
  format: (value) => [bytesField(2, String(value))],
  title: (value) => [bytesField(3, String(value))],
  description: (value) => [bytesField(4, String(value))],
  maxLength: (value) => [numberField(11, Number(value))],
  minLength: (value) => [numberField(12, Number(value))],
  pattern: (value) => [bytesField(13, String(value))],
  maxItems: (value) => [numberField(14, Number(value))],
  minItems: (value) => [numberField(15, Number(value))],
  uniqueItems: (value) => [numberField(16, Number(value))],
  maxProperties: (value) => [numberField(17, Number(value))],
  minProperties: (value) => [numberField(18, Number(value))],
  required: (value) => (value as readonly string[]).map((name) => bytesField(19, name)),
  enum: (value) => (value as readonly unknown[]).map((one) => bytesField(20, any(one))),
  additionalProperties: (value) => [bytesField(21, additional(value))],
  type: (value) => [bytesField(22, message(...[value].flat().map((name) => bytesField(1, String(name)))))],
  items: (value) => [bytesField(23, bytesField(1, schema(value as OpenApiNode)))],
  properties: (value) => [bytesField(25, namedSchemas(value as Readonly<Record<string, OpenApiNode>>))],
};

const extensionField = 31;

function schema(node: OpenApiNode): Uint8Array {
  const fields = Object.entries(node).flatMap(([keyword, value]) => {
    if (Object.hasOwn(keywords, keyword)) return keywords[keyword]?.(value) ?? [];
    if (!keyword.startsWith('x-')) return [];
    return [bytesField(extensionField, message(bytesField(1, keyword), bytesField(2, any(value))))];
  });
  return message(...fields);
}

function additional(value: unknown): Uint8Array {
  return isJsonObject(value) ? bytesField(1, schema(value as OpenApiNode)) : numberField(2, value === true ? 1 : 0);
}

/** A value of any kind travels as YAML. */
function any(value: unknown): Uint8Array {
  return bytesField(2, printYaml(value as never));
}
