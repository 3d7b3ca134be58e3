import { isHttpHeaderName, isJsonObject, type JsonValue } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { SecretError } from './read-secret.ts';

/** The headers that a Secret holds as a YAML map of texts. Throws {@link SecretError}, without a value in its message. */
export function headersFromSecret(text: string): Readonly<Record<string, string>> {
  const value = parse(text);
  if (value === null) return {};
  if (!isJsonObject(value)) throw new SecretError('failed to read headers from secret: not a map');
  const headers = Object.entries(value).map(([name, content]): [string, string] => {
    if (isHttpHeaderName(name).length > 0)
      throw new SecretError('failed to read headers from secret: not a header name');
    if (typeof content !== 'string' || /[\r\n\0]/.test(content.trim())) {
      throw new SecretError(`failed to read headers from secret: the value of '${name}' is not a text of one line`);
    }
    return [name, content.trim()];
  });
  return Object.fromEntries(headers);
}

function parse(text: string): JsonValue {
  try {
    return parseYaml(text);
  } catch (thrown) {
    throw new SecretError('failed to read headers from secret: not valid YAML', { cause: thrown });
  }
}
