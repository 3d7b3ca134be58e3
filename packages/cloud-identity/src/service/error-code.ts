import { isJsonObject, type JsonValue, parseJson } from '@flux19/objects';

/** What codes look like, so that nothing else of an answer gets into messages. */
const codePattern = /^[\w.#:-]{1,100}$/;

/** The code of an error answer: AWS's XML and JSON, OAuth's `error`, Azure's `error.code`, Google's `error.status`. */
export function errorCodeIn(text: string): string | undefined {
  const inXml = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  const code = inXml ?? codeOf(parsed(text));
  if (code === undefined || !codePattern.test(code)) return undefined;
  // `com.amazonaws.kms#AccessDeniedException`
  return code.slice(code.lastIndexOf('#') + 1);
}

function codeOf(value: JsonValue | undefined): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const { error, code, __type: type } = value;
  const nested = isJsonObject(error) ? (error['status'] ?? error['code']) : error;
  return [nested, type, code].find((candidate) => typeof candidate === 'string');
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
