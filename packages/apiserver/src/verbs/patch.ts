import type { JsonObject, JsonValue, KubeObject } from '@flux19/objects';
import { deepCopy, isJsonObject } from '@flux19/objects';
import { applyJsonPatch, applyMergePatch, applyStrategicMergePatch, PatchError } from '@flux19/patch';
import { DecodeError } from '../decode/decode-error.ts';
import { isTooDeep } from '../decode/depth-limit.ts';
import { duplicateFields } from '../decode/duplicate-fields.ts';
import { parseJsonText, typeName } from '../decode/parse-body.ts';
import {
  badRequest,
  entityTooLarge,
  invalid,
  unprocessable,
  unsupportedByRoute,
  unsupportedMediaType,
} from '../errors/api-errors.ts';
import { invalidField } from '../errors/field-errors.ts';
import type { StatusError } from '../errors/status-error.ts';
import { mediaType } from '../http/media-types.ts';
import { managerName, readWriteOptions, type WriteOptions } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import { asJson } from '../json/fields.ts';
import { ensureNamespace } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { apply } from './apply.ts';
import { printGoValue } from './go-value.ts';
import { withManagedFields } from './managed-fields.ts';
import { renderObject } from './render.ts';
import { showPatched } from './shown-patch.ts';
import { requireSameName } from './update.ts';
import { requireEntry, updateObject } from './update-object.ts';
import { writeOf } from './write-of.ts';

export type PatchKind = 'json' | 'merge' | 'strategic';

const kinds: Readonly<Record<string, PatchKind | 'apply'>> = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  'application/apply-patch+yaml': 'apply',
};

/** Which kind of patch a content type means. Throws StatusError 415; custom resources take no strategic merge patch. */
export function patchKind(contentType: string | null, isCustom: boolean): PatchKind | 'apply' {
  const kind = kinds[mediaType(contentType)];
  if (kind !== undefined && !(isCustom && kind === 'strategic')) return kind;
  if (!isCustom) throw unsupportedByRoute();
  throw unsupportedMediaType(Object.keys(kinds).filter((type) => kinds[type] !== 'strategic'));
}

/** PATCH of an object or of its status. */
export async function patch(services: Services, call: Call, body: string): Promise<Reply> {
  const kind = patchKind(call.request.headers.get('content-type'), call.target.resource.isCustom);
  const options = readWriteOptions(call.info.query, 'PatchOptions', kind === 'apply');
  if (kind === 'apply') return await apply(services, call, body, options);
  const write = writeOf(call, options.dryRun);
  const entry = requireEntry(write);
  const manager = managerName(options, call.request.headers.get('user-agent'));
  const now = services.clock.now();
  const { entry: written } = await updateObject(services, write, entry, (live) => {
    const updated = patchedObject(services, call, { kind, body, options }, live);
    ensureNamespace(updated, call.target.resource, call.info.namespace);
    requireSameName(updated, write);
    return withManagedFields(write, manager, now, { live, updated });
  });
  return renderObject(call, 200, written, now);
}

/** One patch. */
export interface Patch {
  readonly kind: PatchKind;
  readonly body: string;
  readonly options: WriteOptions;
}

/** The object that a patch makes of the stored one, decoded. Throws StatusError. */
export function patchedObject({ decoder }: Services, call: Call, request: Patch, live: KubeObject): KubeObject {
  const change = readPatch(request);
  // The result shares parts with the stored object, and decoding works in place.
  const result = carryOut(request, change.value, live, call);
  // Of the patches only one that goes by paths makes an object deeper than it and the patch were.
  if (request.kind === 'json' && isTooDeep(result)) throw unprocessable('the patched object nests too deep');
  const patched = deepCopy(result) as JsonObject;
  const shown = (): string =>
    request.kind === 'strategic' ? printGoValue(change.value) : showPatched(patched, change.value);
  const shownBefore = shown();
  try {
    const { object, unknownFields, refusal } = decoder.decodeClaimed(patched, call.target);
    const unknown = unknownFields.map((path) => `unknown field ${JSON.stringify(path)}`);
    report(call, request.options, [...change.duplicates, ...unknown], shownBefore);
    if (refusal !== undefined) throw otherVersion(call, object) ?? refusal;
    return object;
  } catch (thrown) {
    if (thrown instanceof DecodeError) throw invalidPatch(shownBefore, fault(request.kind, thrown.message));
    throw thrown;
  }
}

/** Kubernetes reads what a strategic merge patch makes without going through text, and has other words for what does not fit. */
function fault(kind: PatchKind, message: string): string {
  const [, type] =
    /^json: cannot unmarshal string into Go struct field \S+ of type (bool|u?int\d*|float\d+)$/.exec(message) ?? [];
  return kind === 'strategic' && type !== undefined ? `unrecognized type: ${type}` : message;
}

function report(call: Call, { fieldValidation }: WriteOptions, findings: readonly string[], shown: string): void {
  if (findings.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict') throw invalidPatch(shown, `strict decoding error: ${findings.join(', ')}`);
  call.warnings.push(...findings);
}

/** Of a custom resource it is a field that may not change. */
function otherVersion({ target }: Call, { apiVersion, kind, metadata }: KubeObject): StatusError | undefined {
  if (!target.resource.isCustom) return undefined;
  const wanted = invalidField('apiVersion', apiVersion, `must be ${target.version.apiVersion}`);
  return invalid({ group: target.resource.group, resource: kind }, metadata.name, [wanted]);
}

/** Kubernetes: the kind is left out of this refusal. */
function invalidPatch(shown: string, why: string): StatusError {
  return invalid({ group: '', resource: '' }, '', [invalidField('patch', shown, why)]);
}

const longestJsonPatch = 10_000;

function readPatch({ kind, body, options }: Patch): { value: JsonValue; duplicates: string[] } {
  const prefix = kind === 'strategic' ? '' : 'error decoding patch: ';
  const isLenient = kind !== 'json' && options.fieldValidation !== 'Strict';
  const value = describe(prefix, isLenient, () => parseJsonText(body));
  const expected = kind === 'json' ? '[]handlers.jsonPatchOp' : 'map[string]interface {}';
  if (kind === 'merge' && value === null) throw badRequest('Invalid JSON Patch');
  const isExpected = kind === 'json' ? Array.isArray(value) : isJsonObject(value);
  if (!isExpected) {
    throw badRequest(`${prefix}json: cannot unmarshal ${typeName(value)} into Go value of type ${expected}`);
  }
  if (Array.isArray(value) && value.length > longestJsonPatch) {
    throw entityTooLarge(`The allowed maximum operations in a JSON patch is ${longestJsonPatch}, got ${value.length}`);
  }
  const duplicates = options.fieldValidation === 'Ignore' ? [] : duplicateFields(body, value);
  const label = kind === 'json' ? 'json patch duplicate field' : 'duplicate field';
  return { value, duplicates: duplicates.map((path) => `${label} ${JSON.stringify(path)}`) };
}

function describe<T>(prefix: string, isLenient: boolean, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    throw badRequest(isLenient ? 'invalid JSON patch' : `${prefix}${thrown.message}`);
  }
}

function carryOut({ kind }: Patch, change: JsonValue, live: KubeObject, call: Call): JsonValue {
  const document = asJson(live);
  try {
    if (kind === 'json') return applyJsonPatch(document, change);
    if (kind === 'merge') return applyMergePatch(document, change);
    return applyStrategicMergePatch(document, change as JsonObject, call.target.version.schema);
  } catch (thrown) {
    throw thrown instanceof PatchError ? patchRefusal(kind, thrown) : thrown;
  }
}

function patchRefusal(kind: PatchKind, error: PatchError): StatusError {
  // What is no JSON patch at all is told from one that cannot be carried out.
  if (kind === 'json' && !error.message.startsWith('json: ')) return unprocessable(error.message);
  if (error.reason === 'Invalid') return badRequest(error.message);
  return unprocessable(error.message);
}
