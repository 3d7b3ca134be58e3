import { type KubeObject, type ObjectMeta, printJson } from '@flux19/objects';
import { inconvertible } from '../errors/api-errors.ts';
import { jsonReply, type Reply, valueReply } from '../http/reply.ts';
import { innerMetadata } from '../print/inner-metadata.ts';
import { renderTable } from '../print/render-table.ts';
import { inVersion, type ServedResource, type Target } from '../registry/served-resource.ts';
import type { Call } from '../server/services.ts';
import type { Entry } from '../store/entry.ts';

/** Metadata of a list. */
export interface ListMeta {
  readonly resourceVersion: string;
  readonly continue?: string;
  readonly remainingItemCount?: number;
}

/** Answers with one object, in the form that the client accepts. `now` in milliseconds since the Unix epoch. */
export function renderObject(call: Call, code: number, entry: Entry, now: number): Reply {
  const { format, conversion } = call.acceptance;
  const { target } = call;
  if (conversion === undefined) {
    if (format === 'json') return jsonReply(code, entryBytes(entry, target));
    return valueReply(code, inVersion(target.resource, entry.object, target.version.apiVersion), format);
  }
  if (conversion.kind === 'Table') {
    const meta = { resourceVersion: String(entry.revision) };
    return valueReply(code, renderTable(target, [entry], { meta, query: call.info.query, now, conversion }), format);
  }
  if (conversion.kind === 'PartialObjectMetadataList') throw inconvertible(noList(target.resource));
  return valueReply(code, partialMetadata(entry.object, conversion.version), format);
}

/** Answers with a list of objects. */
export function renderList(call: Call, entries: readonly Entry[], meta: ListMeta, now: number): Reply {
  const { format, conversion } = call.acceptance;
  const { target } = call;
  if (conversion?.kind === 'Table') {
    return valueReply(200, renderTable(target, entries, { meta, query: call.info.query, now, conversion }), format);
  }
  if (conversion?.kind === 'PartialObjectMetadata') throw inconvertible(isList(target.resource));
  if (conversion !== undefined) {
    const { version } = conversion;
    const items = entries.map(({ object }) => partialMetadata(object, version));
    const list = { kind: 'PartialObjectMetadataList', apiVersion: `meta.k8s.io/${version}`, metadata: meta, items };
    return valueReply(200, list, format);
  }
  if (format === 'json') return jsonReply(200, listBytes(target, entries, meta));
  const items = entries.map(({ object }) =>
    listed(inVersion(target.resource, object, target.version.apiVersion), target),
  );
  const list = {
    kind: target.resource.listKind,
    apiVersion: target.version.apiVersion,
    metadata: listMeta(target, meta),
    items,
  };
  return valueReply(200, list, format);
}

function noList(resource: ServedResource): string {
  return `you requested PartialObjectMetadataList, but the requested object is not a list (*${goType(resource, resource.kind)})`;
}

function isList(resource: ServedResource): string {
  return `you requested PartialObjectMetadata, but the requested object is a list (*${goType(resource, resource.listKind)})`;
}

/** What Go calls the type of a kind inside. */
function goType({ group, isCustom }: ServedResource, kind: string): string {
  if (isCustom) return kind.endsWith('List') ? 'unstructured.UnstructuredList' : 'unstructured.Unstructured';
  return `${group === '' ? 'core' : group.split('.')[0]}.${kind}`;
}

/** The JSON of an entry in a version, encoded once for everybody. */
export function entryBytes(entry: Entry, { resource, version }: Target): Buffer {
  const { apiVersion } = version;
  if (entry.object.apiVersion === apiVersion) return entry.bytes();
  return entry.derived(`json ${apiVersion}`, () =>
    Buffer.from(printJson(inVersion(resource, entry.object, apiVersion))),
  );
}

const opening = Buffer.from('{');
const comma = Buffer.from(',');
const closing = Buffer.from(']}');

/** Lists of custom resources print an empty token too. */
function listMeta({ resource }: Target, meta: ListMeta): ListMeta {
  return resource.isCustom ? { continue: '', ...meta } : meta;
}

function listBytes(target: Target, entries: readonly Entry[], meta: ListMeta): Buffer {
  const { resource, version } = target;
  const head = printJson({ kind: resource.listKind, apiVersion: version.apiVersion, metadata: listMeta(target, meta) });
  const parts: Buffer[] = [Buffer.from(`${head.slice(0, -1)},"items":[`)];
  const skipped = resource.isCustom ? 0 : typeMetaLength(resource, version.apiVersion);
  for (const [index, entry] of entries.entries()) {
    if (index > 0) parts.push(comma);
    const bytes = entryBytes(entry, target);
    if (skipped === 0) parts.push(bytes);
    else parts.push(opening, bytes.subarray(skipped));
  }
  parts.push(closing);
  return Buffer.concat(parts);
}

function listed({ kind, apiVersion, ...rest }: KubeObject, { resource }: Target): unknown {
  return resource.isCustom ? { apiVersion, kind, ...rest } : rest;
}

/** Items of built-in lists carry no kind and apiVersion, which stand at the beginning of every entry. */
function typeMetaLength({ kind }: ServedResource, apiVersion: string): number {
  return Buffer.byteLength(`{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`);
}

/** An object's metadata alone. */
export interface PartialObjectMetadata {
  readonly kind: 'PartialObjectMetadata';
  readonly apiVersion: string;
  readonly metadata: ObjectMeta;
}

export function partialMetadata({ metadata }: KubeObject, version: 'v1' | 'v1beta1'): PartialObjectMetadata {
  return { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}`, metadata: innerMetadata(metadata) };
}
