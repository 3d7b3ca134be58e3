import { builtinDefinitionName } from '@flux19/builtin-types';
import { isJsonObject, type JsonObject, type KubeObject, parseApiVersion, printJson } from '@flux19/objects';
import { applyDefaults, coerceObjectMeta, prune, pruneNulls } from '@flux19/schemas';
import { badRequest } from '../errors/api-errors.ts';
import { asKubeObject, textField } from '../json/fields.ts';
import type { ServedResource, Target } from '../registry/served-resource.ts';
import { DecodeError } from './decode-error.ts';
import { decodeTyped, fillZeros } from './decode-typed.ts';
import { type GoType, GoTypes } from './go-type.ts';

/** An object as its kind reads it. */
export interface DecodedObject {
  readonly object: KubeObject;
  /** Paths of fields that the kind does not have, as `spec.x`. */
  readonly unknownFields: readonly string[];
}

/** Brings objects into the shape of their kind: known fields only, canonical values, defaults filled in. */
export class ObjectDecoder {
  readonly #types = new GoTypes();

  /**
   * Decodes, in place, an object that is meant for a resource. Its kind and version are filled in when they are missing
   * and the resource is built in. Throws DecodeError for values of a wrong type, StatusError 400 for a wrong version.
   */
  decode(value: JsonObject, target: Target): DecodedObject {
    return target.resource.isCustom ? this.#custom(value, target) : this.#builtin(value, target);
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

  #builtin(value: JsonObject, { resource, version }: Target): DecodedObject {
    const kind = textField(value, 'kind');
    const apiVersion = textField(value, 'apiVersion');
    requireKnownKind(kind || resource.kind, apiVersion || version.apiVersion);
    if (kind !== '' && kind !== resource.kind) throw wrongKind(value, resource);
    if (apiVersion !== '' && apiVersion !== version.apiVersion) throw wrongVersion(apiVersion, version.apiVersion);
    value['kind'] = resource.kind;
    value['apiVersion'] = version.apiVersion;
    const unknownFields = this.decodeKind(value, resource.group, version.version, resource.kind);
    normalizeMetadata(value);
    resource.rules.setDefaults?.(value);
    return { object: asKubeObject(value), unknownFields };
  }

  #custom(value: JsonObject, { resource, version }: Target): DecodedObject {
    if (textField(value, 'kind') === '') {
      throw new DecodeError(`Object 'Kind' is missing in '${printJson(value)}'`);
    }
    const apiVersion = textField(value, 'apiVersion');
    if (apiVersion !== version.apiVersion) throw wrongVersion(apiVersion, version.apiVersion);
    const schema = version.schema ?? {};
    const { unknownFields, error } = coerceObjectMeta(value, schema);
    // Kubernetes reads metadata before anything else, and says no more than its JSON reader does.
    if (error !== undefined)
      throw new DecodeError(error.message.replace(/^metadata: Invalid value: .*?: json: /, 'json: '));
    const pruned = resource.preservesUnknownFields ? [] : prune(value, schema);
    pruneNulls(value, schema);
    applyDefaults(value, schema);
    normalizeMetadata(value);
    return { object: asKubeObject(value), unknownFields: [...unknownFields, ...pruned] };
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

function wrongVersion(found: string, expected: string): Error {
  return badRequest(`the API version in the data (${found}) does not match the expected API version (${expected})`);
}

function wrongKind(value: JsonObject, resource: ServedResource): Error {
  const kind = textField(value, 'kind');
  const { version } = parseApiVersion(textField(value, 'apiVersion') || resource.storageApiVersion);
  const source = `${version}.${kind}`;
  const home = resource.group === '' ? 'core' : resource.group.split('.')[0];
  return new DecodeError(`converting (${source}) to (${home}.${resource.kind}): unknown conversion`);
}
