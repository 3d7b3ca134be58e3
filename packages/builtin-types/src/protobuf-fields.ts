import { fullName } from './compact-node.ts';
import table from './protobuf.generated.json' with { type: 'json' };

/** A field of a message on the wire. */
export type ProtobufField =
  /** A field that JSON has under this name. */
  | { readonly kind: 'field'; readonly name: string }
  /** A message whose fields JSON has among those of the message that holds it. */
  | { readonly kind: 'inline'; readonly message: string };

const messages: Readonly<Record<string, string>> = table;

/** The fields of a message by their numbers; the message is named as its OpenAPI definition. Undefined for unknown ones. */
export function protobufFields(message: string): ReadonlyMap<number, ProtobufField> | undefined {
  const key = message.replace(/^io\.k8s\.api\./, '');
  const words = Object.hasOwn(messages, key) ? messages[key] : undefined;
  if (words === undefined) return undefined;
  const fields = new Map<number, ProtobufField>();
  words.split(' ').forEach((word, index) => {
    if (word.startsWith('+')) fields.set(index + 1, { kind: 'inline', message: fullName(word.slice(1)) });
    else if (word !== '-' && word !== '') fields.set(index + 1, { kind: 'field', name: word });
  });
  return fields;
}
