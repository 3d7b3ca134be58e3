/** One field of a message. */
export interface ProtobufField {
  readonly name: string;
  readonly number: number;
  /** The full name of a message; a scalar or a map as it is written otherwise. */
  readonly type: string;
}

/** Reads the messages of a generated.proto file, by their full names. Such files hold plain messages only. */
export function protobufMessages(text: string): Map<string, readonly ProtobufField[]> {
  const [, home = ''] = /^package ([\w.]+);/m.exec(text) ?? [];
  const messages = new Map<string, readonly ProtobufField[]>();
  for (const [, name = '', body = ''] of text.matchAll(/^message (\w+) \{\n([\s\S]*?)^\}/gm)) {
    const fields = [...body.matchAll(/^ +(?:optional |repeated )?([\w.]+|map<.*>) (\w+) = (\d+);/gm)];
    messages.set(
      `${home}.${name}`,
      fields.map(([, type = '', field = '', number]) => ({
        name: field,
        number: Number(number),
        type: /^[A-Z]\w*$/.test(type) ? `${home}.${type}` : type.replace(/^\./, ''),
      })),
    );
  }
  return messages;
}
