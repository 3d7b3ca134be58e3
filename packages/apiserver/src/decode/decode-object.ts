import { builtinDefinitionName } from '@flux19/builtin-types';
import { isJsonObject, type JsonObject, type KubeObject, parseApiVersion, parseJson, printJson } from '@flux19/objects';
import { applyDefaults, coerceObjectMeta, prune, pruneNulls } from '@flux19/schemas';
import { badRequest } from '../errors/api-errors.ts';
import type { StatusError } from '../errors/status-error.ts';
import { asKubeObject, textField } from '../json/fields.ts';
import type { ServedResource, Target } from '../registry/served-resource.ts';
import { DecodeError } from './decode-error.ts';
import { decodeTyped, fillZeros } from './decode-typed.ts';
import { type GoType, GoTypes } from './go-type.ts';
import { readRepeated } from './repeated-keys.ts';

/** An object as its kind reads it. */
export interface DecodedObject {
  readonly object: KubeObject;
  /** Paths of fields that the kind does not have, as `spec.x`. */
  readonly unknownFields: readonly string[];
}

/** An object that may turn out to be of another version than was asked for. */
export interface ClaimedObject extends DecodedObject {
  /** Faults of fields are told before this one. */
  readonly refusal?: StatusError;
}

/** Brings objects into the shape of their kind: known fields only, canonical values, defaults filled in. */
export class ObjectDecoder {
  readonly #types = new GoTypes();

  /**
   * Decodes, in place, an object that is meant for a resource. Its kind and version are filled in when they are missing
   * and the resource is built in. Throws DecodeError for values of a wrong type, StatusError 400 for a wrong version.
   */
  decode(value: JsonObject, target: Target): DecodedObject {
    const { refusal, ...decoded } = this.decodeClaimed(value, target);
    if (refusal !== undefined) throw refusal;
    return decoded;
  }

  /** The same, but for a wrong version, which is not thrown. */
  decodeClaimed(value: JsonObject, target: Target): ClaimedObject {
    return target.resource.isCustom ? this.#custom(value, target) : this.#builtin(value, target);
  }

  /** Reads JSON text that gives keys more than once. */
  readRepeated(text: string, { resource, version }: Target): JsonObject {
    const type = resource.isCustom ? undefined : this.#type(resource.group, version.version, resource.kind);
    return (type === undefined ? parseJson(text) : readRepeated(text, type)) as JsonObject;
  }

  /** Decodes, in place, an object of a built-in kind that is no resource of its own: options, reviews, Scale, Binding. */
  decodeKind(value: JsonObject, group: string, version: string, kind: string): string[] {
    const type = this.#type(group, version, kind);
    if (type === undefined) return [];
    return decodeTyped(value, type);
  }

  /** Adds, in place, what every object of a built-in kind shows, as an empty status. */
  fillZeros(value: JsonObject, { resource, version }: Target): void {
    const type = resource.isCustom ? undefined : this.#type(resource.group, version.version, resource.kind);
    if (type?.kind === 'struct') fillZeros(value, type);
  }

  /** An object that nobody has set anything of: what a creation starts from. Custom resources start from nothing. */
  zeroObject(target: Target): KubeObject | undefined {
    if (target.resource.isCustom) return undefined;
    const value: JsonObject = { kind: target.resource.kind, apiVersion: target.version.apiVersion, metadata: {} };
    this.fillZeros(value, target);
    return asKubeObject(value);
  }

  #type(group: string, version: string, kind: string): GoType | undefined {
    const name = builtinDefinitionName({ group, version, kind });
    return name === undefined ? undefined : this.#types.named(name);
  }

  #builtin(value: JsonObject, { resource, version }: Target): ClaimedObject {
    const kind = textField(value, 'kind');
    const apiVersion = textField(value, 'apiVersion');
    requireKnownKind(kind || resource.kind, apiVersion || version.apiVersion);
    const isOtherKind = kind !== '' && kind !== resource.kind;
    if (isOtherKind || (apiVersion !== '' && apiVersion !== version.apiVersion)) {
      // Kubernetes reads an object as what it says it is before anything else.
      const claimed = parseApiVersion(apiVersion || version.apiVersion);
      const unknownFields = this.decodeKind(value, claimed.group, claimed.version, kind || resource.kind);
      if (isOtherKind) throw wrongKind(value, resource);
      return { object: asKubeObject(value), unknownFields, refusal: wrongVersion(apiVersion, version.apiVersion) };
    }
    value['kind'] = resource.kind;
    value['apiVersion'] = version.apiVersion;
    const unknownFields = this.decodeKind(value, resource.group, version.version, resource.kind);
    normalizeMetadata(value);
    resource.rules.setDefaults?.(value);
    return { object: asKubeObject(value), unknownFields };
  }

  #custom(value: JsonObject, { resource, version }: Target): ClaimedObject {
    const kind = textField(value, 'kind');
    if (kind === '') {
      throw new DecodeError(`Object 'Kind' is missing in '${printJson(value)}'`);
    }
    const apiVersion = textField(value, 'apiVersion');
    const claimed = parseApiVersion(apiVersion);
    const isOwn = claimed.group === resource.group && kind === resource.kind;
    const refusal = apiVersion === version.apiVersion ? undefined : wrongVersion(apiVersion, version.apiVersion);
    const schema = (isOwn ? resource.versions.get(claimed.version)?.schema : undefined) ?? {};
    const { unknownFields, error } = coerceObjectMeta(value, schema);
    // Kubernetes reads metadata before anything else, and says no more than its JSON reader does.
    if (error !== undefined)
      throw new DecodeError(error.message.replace(/^metadata: Invalid value: .*?: json: /, 'json: '));
    // Nothing is known of the fields of other kinds.
    const pruned = resource.preservesUnknownFields || !isOwn ? [] : prune(value, schema);
    pruneNulls(value, schema);
    applyDefaults(value, schema);
    normalizeMetadata(value);
    const decoded = { object: asKubeObject(value), unknownFields: [...unknownFields, ...pruned] };
    return refusal === undefined ? decoded : { ...decoded, refusal };
  }
}

/** Maps and lists of metadata that are empty count as absent. */
function normalizeMetadata(value: JsonObject): void {
  if (!isJsonObject(value['metadata'])) value['metadata'] = {};
  const metadata = value['metadata'] as JsonObject;
  for (const name of ['labels', 'annotations', 'finalizers', 'ownerReferences', 'managedFields']) {
    const part = metadata[name];
    if (part === null || (typeof part === 'object' && Object.keys(part).length === 0)) delete metadata[name];
  }
  for (const name of ['namespace', 'generateName', 'uid', 'resourceVersion']) {
    if (metadata[name] === '') delete metadata[name];
  }
  if (typeof metadata['name'] !== 'string') metadata['name'] = '';
}

/** Where kube-apiserver registers kinds; its messages name the place. */
const scheme = 'scheme "pkg/runtime/scheme.go:111"';

/** Throws DecodeError for a kind that is none of Kubernetes' own. */
function requireKnownKind(kind: string, apiVersion: string): void {
  if (builtinDefinitionName({ ...parseApiVersion(apiVersion), kind }) !== undefined) return;
  throw unknownKind(kind, apiVersion);
}

/** The error about a kind that Go does not know. */
export function unknownKind(kind: string, apiVersion: string): DecodeError {
  return new DecodeError(
    `no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in ${scheme}`,
  );
}

function wrongVersion(found: string, expected: string): StatusError {
  return badRequest(`the API version in the data (${found}) does not match the expected API version (${expected})`);
}

function wrongKind(value: JsonObject, resource: ServedResource): Error {
  const kind = textField(value, 'kind');
  const { version } = parseApiVersion(textField(value, 'apiVersion') || resource.storageApiVersion);
  const source = `${version}.${kind}`;
  const home = resource.group === '' ? 'core' : resource.group.split('.')[0];
  return new DecodeError(`converting (${source}) to (${home}.${resource.kind}): unknown conversion`);
}
