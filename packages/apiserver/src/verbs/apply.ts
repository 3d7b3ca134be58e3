import { deepCopy, type KubeObject, parseApiVersion } from '@flux19/objects';
import {
  ApplyRequestError,
  applyObject,
  ConflictError,
  ManagedFieldsError,
  TypedValueError,
} from '@flux19/structured-merge';
import { DecodeError } from '../decode/decode-error.ts';
import { type ParsedBody, parseBody } from '../decode/parse-body.ts';
import { applyConflict, badRequest } from '../errors/api-errors.ts';
import { StatusError } from '../errors/status-error.ts';
import type { WriteOptions } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import { asJson, asKubeObject, objectField, textField } from '../json/fields.ts';
import { ensureNamespace } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { AppliedBefore } from './applied-before.ts';
import { createObject } from './create-object.ts';
import { fieldManagerOptions } from './managed-fields.ts';
import { renderObject } from './render.ts';
import { admissionSubject } from './run-admission.ts';
import { requireSameName } from './update.ts';
import { requireEntry, updateObject } from './update-object.ts';
import type { Write, Written } from './write.ts';
import { writeOf } from './write-of.ts';

/** Server-side apply: https://kubernetes.io/docs/reference/using-api/server-side-apply/ */
export async function apply(services: Services, call: Call, body: string, options: WriteOptions): Promise<Reply> {
  const write = writeOf(call, options.dryRun);
  const { resource } = call.target;
  const existing = resource.collection.get(write.namespace, write.name);
  // The parts of an object do not make it.
  if (existing === undefined && write.subresource !== '' && resource.rules.allowCreateOnUpdate !== true)
    requireEntry(write);
  const now = services.clock.now();
  const before = new AppliedBefore(services, call, body, options);
  const repeats = services.admission.repeats(admissionSubject(write));
  if (existing !== undefined && !repeats && before.changedNothing(existing))
    return renderObject(call, 200, existing, now);
  const parsed = readConfiguration(body);
  const merge = (live: KubeObject | undefined): KubeObject => {
    const merged = mergeConfiguration(services, call, write, { parsed, options, live });
    reportDuplicates(call, parsed, options);
    return merged;
  };
  const { entry, created }: Written =
    existing === undefined
      ? await createObject(services, write, merge(undefined))
      : await updateObject(services, write, existing, merge);
  if (entry === existing && !repeats) before.remember(entry);
  return renderObject(call, created ? 201 : 200, entry, now);
}

/** Reads what a manager wants. Throws StatusError 400. */
export function readConfiguration(body: string): ParsedBody {
  try {
    // JSON is YAML, and what programs send; reading it as such is many times faster.
    const format = body.trimStart().startsWith('{') ? 'json' : 'yaml';
    try {
      return parseBody(body, format, anyMap);
    } catch (thrown) {
      if (format === 'yaml') throw thrown;
      return parseBody(body, 'yaml', anyMap);
    }
  } catch (thrown) {
    if (thrown instanceof DecodeError) throw badRequest(`error decoding patch: ${thrown.message}`);
    throw thrown;
  }
}

/** What Go reads a configuration into. */
const anyMap = 'map[string]interface {}';

/** One apply. */
export interface Configuration {
  readonly parsed: ParsedBody;
  readonly options: WriteOptions;
  readonly live: KubeObject | undefined;
}

/** The object that results from an apply; the very `live` object when nothing changes. Throws StatusError. */
export function mergeConfiguration(
  services: Services,
  call: Call,
  write: Write,
  { parsed, options, live }: Configuration,
): KubeObject {
  const applied = asKubeObject(parsed.value);
  requireKind(applied, call);
  if (objectField(parsed.value, 'metadata')?.['managedFields'] !== undefined) {
    throw badRequest('metadata.managedFields must be nil');
  }
  const now = services.clock.now();
  const manager = fieldManagerOptions(write, options.fieldManager, now);
  const { object, changed } = explainConflicts(() => applyObject({ ...manager, live, applied, force: options.force }));
  if (!changed && live !== undefined) return live;
  const merged = decodeMerged(services, call, object);
  if (live === undefined && merged.metadata.uid !== undefined) throw missingUid(call, merged.metadata.uid);
  ensureNamespace(merged, call.target.resource, call.info.namespace);
  requireSameName(merged, write);
  return merged;
}

/** Throws StatusError 500 for values that their types do not take: Kubernetes gives no reason, and the fault to itself. */
function decodeMerged({ decoder }: Services, { target }: Call, object: KubeObject): KubeObject {
  try {
    // The result shares parts with the stored object, and decoding works in place.
    return decoder.decode(deepCopy(asJson(object)), target).object;
  } catch (thrown) {
    throw thrown instanceof DecodeError ? unconvertible(target, object, thrown) : thrown;
  }
}

function unconvertible({ resource, version }: Call['target'], { metadata }: KubeObject, cause: Error): StatusError {
  const kind = `${resource.group}/${version.version}, Kind=${resource.kind}`;
  const what = `failed to convert new object (${metadata.namespace ?? ''}/${metadata.name}; ${kind}) to proper version`;
  const message = `${what}: unable to convert unstructured object to ${kind}: ${cause.message}`;
  return new StatusError({ code: 500, reason: '', message, cause });
}

function requireKind(applied: KubeObject, { target }: Call): void {
  const value = asJson(applied);
  const apiVersion = textField(value, 'apiVersion');
  const kind = textField(value, 'kind');
  if (apiVersion === target.version.apiVersion && kind === target.resource.kind) return;
  const { group, version } = parseApiVersion(apiVersion);
  throw badRequest(`invalid object type: ${group}/${version}, Kind=${kind}`);
}

function missingUid({ target, info }: Call, uid: string): StatusError {
  const { group, plural } = target.resource;
  const subject = group === '' ? plural : `${plural}.${group}`;
  const message = `Operation cannot be fulfilled on ${subject} ${JSON.stringify(info.name)}: uid mismatch: the provided object specified uid ${uid}, and no existing object was found`;
  const details = { name: info.name, ...(group === '' ? {} : { group }), kind: plural };
  return new StatusError({ code: 409, reason: 'Conflict', message, details });
}

function explainConflicts<T>(merge: () => T): T {
  try {
    return merge();
  } catch (thrown) {
    if (thrown instanceof ConflictError) throw applyConflict(thrown.message, thrown.causes);
    // Kubernetes: an object that does not fit its schema is refused without a reason, and as if it were the server's fault.
    if (thrown instanceof TypedValueError) throw misfit(thrown);
    if (thrown instanceof ApplyRequestError || thrown instanceof ManagedFieldsError) throw badRequest(thrown.message);
    throw thrown;
  }
}

function misfit(cause: Error): StatusError {
  return new StatusError({ code: 500, reason: '', message: cause.message, cause });
}

function reportDuplicates(call: Call, parsed: ParsedBody, { fieldValidation }: WriteOptions): void {
  const inJson = parsed.duplicates.map((path) => `line 1: key ${JSON.stringify(lastName(path))} already set in map`);
  const lines = [...parsed.repeatedKeys, ...inJson];
  if (lines.length === 0 || fieldValidation === 'Ignore') return;
  if (fieldValidation === 'Strict') {
    const list = lines.map((line) => `\n  ${line}`).join('');
    throw badRequest(`error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:${list}`);
  }
  call.warnings.push(...lines);
}

/** The field's own name in `data.q`. */
function lastName(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
