import { builtinDefinitionName } from '@flux19/builtin-types';
import { type GroupVersionKind, parseApiVersion, printJson } from '@flux19/objects';
import { badRequest, unsupportedMediaType } from '../errors/api-errors.ts';
import { mediaType, objectTypes } from '../http/media-types.ts';
import { readBytes } from '../http/read-body.ts';
import type { MessageDecoder } from './message-decoder.ts';
import { field, textOf } from './well-known-messages.ts';
import { WireError } from './wire-fields.ts';

const contentType = 'application/vnd.kubernetes.protobuf';

const shownBytes = 30;

/** First bytes of every message: https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding-idl */
const magic = Buffer.from('k8s\0');

/** Whether a request is written in protocol buffers, as client-go writes built-in kinds. */
export function isProtobuf(request: Request): boolean {
  return mediaType(request.headers.get('content-type')) === contentType;
}

/**
 * The same request in JSON. Throws StatusError 400 for what is no message, and 415 for kinds that are read in JSON only:
 * custom resources, and the kinds of apiextensions and apiregistration.
 */
export async function jsonRequest(request: Request, decoder: MessageDecoder, kind: string): Promise<Request> {
  const bytes = await readBytes(request);
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  headers.delete('content-length');
  const body = bytes.length === 0 ? '' : toJson(bytes, decoder, kind);
  return new Request(request.url, { method: request.method, headers, body, signal: request.signal });
}

/** Opens the envelope: `typeMeta` is field 1, the object itself field 2. */
function toJson(bytes: Uint8Array, decoder: MessageDecoder, expected: string): string {
  try {
    if (!magic.equals(bytes.subarray(0, magic.length))) {
      throw new WireError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]');
    }
    const envelope = bytes.subarray(magic.length);
    const typeMeta = field(envelope, 1) ?? new Uint8Array();
    const apiVersion = textOf(field(typeMeta, 1) ?? new Uint8Array());
    const kind = textOf(field(typeMeta, 2) ?? new Uint8Array());
    const definition = definitionOf({ ...parseApiVersion(apiVersion), kind });
    if (definition === undefined || !decoder.knows(definition)) throw unsupportedMediaType(objectTypes);
    const object = decoder.decode(field(envelope, 2) ?? new Uint8Array(), definition);
    return printJson({ apiVersion, kind, ...object });
  } catch (cause) {
    if (cause instanceof WireError) {
      const shown = Buffer.from(bytes.subarray(0, shownBytes)).toString('hex');
      const why = `${cause.message} (${shown}${bytes.length > shownBytes ? ' ...' : ''})`;
      throw badRequest(`the object provided is unrecognized (must be of type ${expected}): ${why}`);
    }
    throw cause;
  }
}

/** Options of a deletion belong to every group, and so are no kind of one. */
function definitionOf(kind: GroupVersionKind): string | undefined {
  if (kind.kind === 'DeleteOptions') return 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';
  return builtinDefinitionName(kind);
}
