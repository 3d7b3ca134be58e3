/** The codes of the specification that this registry uses. */
export type RegistryCode =
  | 'BLOB_UNKNOWN'
  | 'BLOB_UPLOAD_INVALID'
  | 'BLOB_UPLOAD_UNKNOWN'
  | 'DENIED'
  | 'DIGEST_INVALID'
  | 'MANIFEST_BLOB_UNKNOWN'
  | 'MANIFEST_INVALID'
  | 'MANIFEST_UNKNOWN'
  | 'NAME_INVALID'
  | 'NAME_UNKNOWN'
  | 'RANGE_INVALID'
  | 'SIZE_INVALID'
  | 'TAG_INVALID'
  | 'TOOMANYREQUESTS'
  | 'UNAUTHORIZED'
  | 'UNKNOWN'
  | 'UNSUPPORTED';

const common = { 'docker-distribution-api-version': 'registry/2.0' } as const;

/** An answer in the form of the specification that tells of an error. */
export function failure(
  status: number,
  code: RegistryCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body = JSON.stringify({ errors: [{ code, message, detail: null }] });
  return new Response(body, { status, headers: { ...common, 'content-type': 'application/json', ...headers } });
}

/** An answer without content. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers: { ...common, ...headers } });
}

/** An answer with content that may be JSON of any media type. */
export function content(
  body: Uint8Array | ReadableStream<Uint8Array> | string | null,
  headers: Readonly<Record<string, string>>,
  status = 200,
): Response {
  return new Response(body as string, { status, headers: { ...common, ...headers } });
}

/** An answer that is a JSON value. */
export function json(value: object, headers: Readonly<Record<string, string>> = {}): Response {
  return content(JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}
