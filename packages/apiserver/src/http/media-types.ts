import { notAcceptable, notAcceptableByRoute, unsupportedMediaType } from '../errors/api-errors.ts';

/**
 * Formats in which objects are read and written. Built-in kinds are read from protocol buffers as well, which client-go
 * prefers; answers are JSON, which it always accepts.
 */
export const objectTypes: readonly string[] = ['application/json', 'application/yaml'];

/** What refusals name: built-in kinds are told to have protocol buffers too, which they are read from. */
function namedTypes(isCustom: boolean): readonly string[] {
  return isCustom ? objectTypes : [...objectTypes, 'application/vnd.kubernetes.protobuf'];
}

/** What a request asks for, as far as the form of its answer depends on it. */
export interface Asked {
  readonly isCustom: boolean;
  readonly verb: string;
}

/** What an answer is turned into: https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables */
export interface Conversion {
  readonly kind: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
  readonly version: 'v1' | 'v1beta1';
}

/** How an answer is to be written. */
export interface Acceptance {
  readonly format: 'json' | 'yaml';
  /** Undefined for the object itself. */
  readonly conversion: Conversion | undefined;
}

const plainJson: Acceptance = { format: 'json', conversion: undefined };

/** One alternative of an Accept header. */
interface Clause {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly quality: number;
}

/** Chooses among what the client accepts, in its order of preference. Throws StatusError 406 when nothing fits. */
export function negotiate(accept: string | null, asked: Asked): Acceptance {
  if (accept === null || accept === '' || accept === 'application/json' || accept === '*/*') return plainJson;
  const clauses = parseAccept(accept);
  if (!asked.isCustom) requireRoute(clauses, asked.verb);
  for (const clause of clauses) {
    const accepted = acceptClause(clause);
    if (accepted !== undefined) return accepted;
  }
  throw notAcceptable(namedTypes(asked.isCustom));
}

/** Chooses the format of a document about the server itself. Throws StatusError 406. */
export function negotiateDocument(accept: string | null): Acceptance['format'] {
  if (accept === null || accept === '') return 'json';
  for (const { type } of parseAccept(accept)) {
    if (type === 'application/yaml') return 'yaml';
    if (type === 'application/json' || type === 'application/*' || type === '*/*') return 'json';
  }
  throw notAcceptable(namedTypes(false));
}

/** Kubernetes looks at the types of built-in resources twice: first without their parameters. */
function requireRoute(clauses: readonly Clause[], verb: string): void {
  const named = namedTypes(false);
  if (clauses.some(({ type }) => type === '*/*' || named.includes(type))) return;
  const isStreamed = verb === 'list' || verb === 'watch';
  const streamed = named.filter((type) => type !== 'application/yaml').map((type) => `${type};stream=watch`);
  throw notAcceptableByRoute(isStreamed ? [...named, ...streamed] : named);
}

function acceptClause({ type, parameters }: Clause): Acceptance | undefined {
  const format = type === 'application/yaml' ? 'yaml' : 'json';
  if (!objectTypes.includes(type) && type !== '*/*' && type !== 'application/*') return undefined;
  if (!parameters.has('as')) return { format, conversion: undefined };
  const conversion = conversionOf(parameters);
  return conversion === undefined ? undefined : { format, conversion };
}

function conversionOf(parameters: ReadonlyMap<string, string>): Conversion | undefined {
  const kind = parameters.get('as');
  const version = parameters.get('v');
  if (parameters.get('g') !== 'meta.k8s.io' || (version !== 'v1' && version !== 'v1beta1')) return undefined;
  if (kind !== 'Table' && kind !== 'PartialObjectMetadata' && kind !== 'PartialObjectMetadataList') return undefined;
  return { kind, version };
}

/** Splits an Accept header, best quality first, otherwise in the order of the header. */
export function parseAccept(header: string): readonly Clause[] {
  const clauses = header.split(',').map((text): Clause => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const parameters = new Map(rest.map((part) => splitParameter(part)));
    const quality = Number(parameters.get('q') ?? 1);
    return { type: type.toLowerCase(), parameters, quality: Number.isNaN(quality) ? 0 : quality };
  });
  return clauses.some(({ quality }) => quality !== 1) ? clauses.toSorted((a, b) => b.quality - a.quality) : clauses;
}

function splitParameter(part: string): [string, string] {
  const equals = part.indexOf('=');
  return equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1).replace(/^"(.*)"$/, '$1')];
}

/** The format of a request's body; protocol buffers have become JSON before. Throws StatusError 415 for formats that are not read. */
export function bodyFormat(contentType: string | null, isCustom: boolean): 'json' | 'yaml' {
  const type = mediaType(contentType);
  if (type === '' || type === 'application/json') return 'json';
  if (type === 'application/yaml') return 'yaml';
  throw unsupportedMediaType(namedTypes(isCustom));
}

/** A Content-Type without its parameters. */
export function mediaType(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
