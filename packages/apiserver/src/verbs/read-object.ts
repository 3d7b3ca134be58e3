import { type JsonObject, type KubeObject, parseApiVersion } from '@flux19/objects';
import { DecodeError } from '../decode/decode-error.ts';
import { inTextOrder } from '../decode/duplicate-fields.ts';
import { parseBody, typeName } from '../decode/parse-body.ts';
import { badRequest } from '../errors/api-errors.ts';
import { bodyFormat } from '../http/media-types.ts';
import type { FieldValidation } from '../http/query-options.ts';
import { textField } from '../json/fields.ts';
import type { Call, Services } from '../server/services.ts';

/** Reads the object of a create or update. Throws StatusError 400 when it is none, or when strict validation finds fault. */
export function readObject({ decoder }: Services, call: Call, body: string, validation: FieldValidation): KubeObject {
  const { kind, isCustom } = call.target.resource;
  const format = bodyFormat(call.request.headers.get('content-type'), isCustom);
  const parsed = describeFault(() => parseBody(body, format), kind, body);
  describeFault(() => requireTypeMeta(parsed.value), kind, body);
  requireGroupVersion(call, parsed.value, body);
  requireKind(call, parsed.value, body);
  const apiVersion = textField(parsed.value, 'apiVersion') || call.target.version.apiVersion;
  const found = textField(parsed.value, 'kind') || kind;
  const subject = `${found} in version ${JSON.stringify(parseApiVersion(apiVersion).version)} cannot be handled as a ${isCustom ? found : kind}`;
  try {
    const value = parsed.duplicates.length === 0 ? parsed.value : decoder.readRepeated(body, call.target);
    const { object, unknownFields, refusal } = decoder.decodeClaimed(value, call.target);
    const findings = strictFindings(call, body, parsed.duplicates, unknownFields);
    reportFindings(call, validation, parsed.repeatedKeys, findings, `${subject}: `);
    if (refusal !== undefined) throw refusal;
    return object;
  } catch (thrown) {
    if (thrown instanceof DecodeError) throw badRequest(`${subject}: ${thrown.message}`);
    throw thrown;
  }
}

/** Kind and version are read before anything else. Throws DecodeError. */
function requireTypeMeta(value: JsonObject): void {
  for (const field of ['kind', 'apiVersion']) {
    const found = value[field];
    if (found === undefined || found === null || typeof found === 'string') continue;
    throw new DecodeError(`json: cannot unmarshal ${typeName(found)} into Go struct field .${field} of type string`);
  }
}

function requireGroupVersion({ target }: Call, value: JsonObject, body: string): void {
  const apiVersion = textField(value, 'apiVersion');
  if (apiVersion.split('/').length <= 2) return;
  const why = `unexpected GroupVersion string: ${apiVersion}`;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${target.resource.kind}): ${why} (${summarize(body)})`,
  );
}

/** What a custom resource is cannot be told from its path alone. */
function requireKind({ target }: Call, value: JsonObject, body: string): void {
  if (!target.resource.isCustom || textField(value, 'kind') !== '') return;
  const why = `Object 'Kind' is missing in '${body}'`;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${target.resource.kind}): ${why} (${summarize(body)})`,
  );
}

/** Built-in kinds are read field by field; custom resources are first read and then compared with their schema. */
function strictFindings(call: Call, body: string, doubled: readonly string[], unknown: readonly string[]): string[] {
  const isRead = (path: string): boolean =>
    !unknown.some((one) => path === one || path.startsWith(`${one}.`) || path.startsWith(`${one}[`));
  const duplicates = call.target.resource.isCustom ? doubled : doubled.filter(isRead);
  const twice = duplicates.map((path) => `duplicate field ${JSON.stringify(path)}`);
  const strange = unknown.map((path) => `unknown field ${JSON.stringify(path)}`);
  if (call.target.resource.isCustom || twice.length === 0 || strange.length === 0) return [...twice, ...strange];
  return inTextOrder(body, duplicates, unknown).map(({ kind, path }) => `${kind} field ${JSON.stringify(path)}`);
}

function reportFindings(
  call: Call,
  validation: FieldValidation,
  repeatedKeys: readonly string[],
  findings: readonly string[],
  prefix: string,
): void {
  if (repeatedKeys.length + findings.length === 0 || validation === 'Ignore') return;
  if (validation !== 'Strict') {
    call.warnings.push(...repeatedKeys, ...findings);
    return;
  }
  const inYaml = repeatedKeys.length === 0 ? [] : [['yaml: unmarshal errors:', ...repeatedKeys].join('\n  ')];
  throw badRequest(`${prefix}strict decoding error: ${[...inYaml, ...findings].join(', ')}`);
}

const shownBytes = 30;

function describeFault<T>(read: () => T, kind: string, body: string): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    const inYaml = 'error converting YAML to JSON: ';
    const why = thrown.message.startsWith(inYaml)
      ? thrown.message.slice(inYaml.length)
      : `couldn't get version/kind; json parse error: ${thrown.message}`;
    throw badRequest(`the object provided is unrecognized (must be of type ${kind}): ${why} (${summarize(body)})`);
  }
}

function summarize(body: string): string {
  const bytes = Buffer.from(body);
  if (bytes.length === 0) return '<empty>';
  const shown = bytes.subarray(0, shownBytes).toString(body.startsWith('{') ? 'utf8' : 'hex');
  return bytes.length > shownBytes ? `${shown} ...` : shown;
}
