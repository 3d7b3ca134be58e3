import { content, empty, failure } from './registry-answer.ts';
import { isStoredDigest, type RegistryScene } from './registry-scene.ts';

/** `GET`, `HEAD` and `DELETE` of a blob. */
export async function answerBlob(
  { records, options: { storage } }: RegistryScene,
  repository: string,
  digest: string,
  request: Request,
): Promise<Response> {
  if (!isStoredDigest(digest)) return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const unknown = (): Response => failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
  if (request.method === 'DELETE') {
    return (await records.removeBlob(repository, digest)) ? empty(202) : unknown();
  }
  const size = (await records.hasBlob(repository, digest)) ? await storage.blobSize(digest) : undefined;
  if (size === undefined) return unknown();
  const headers = {
    'content-type': 'application/octet-stream',
    'docker-content-digest': digest,
    etag: `"${digest}"`,
    'accept-ranges': 'bytes',
  };
  if (request.method === 'HEAD') return empty(200, { ...headers, 'content-length': String(size) });
  const range = parseRange(request.headers.get('range'), size);
  if (range === 'unsatisfiable') {
    return failure(416, 'RANGE_INVALID', 'invalid content range', { 'content-range': `bytes */${size}` });
  }
  const body = await storage.openBlob(digest, range?.from, range?.to);
  if (body === undefined) return unknown();
  if (range === undefined) return content(body, { ...headers, 'content-length': String(size) });
  const { from, to } = range;
  const part = { 'content-length': String(to - from), 'content-range': `bytes ${from}-${to - 1}/${size}` };
  return content(body, { ...headers, ...part }, 206);
}

interface ByteRange {
  readonly from: number;
  /** The first that no longer belongs to it. */
  readonly to: number;
}

/** One range of bytes (RFC 9110 section 14); everything else is answered with the whole content. */
function parseRange(header: string | null, size: number): ByteRange | 'unsatisfiable' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  return from < to ? { from, to } : 'unsatisfiable';
}
