import { badRequest, entityTooLarge } from '../errors/api-errors.ts';

/** What kube-apiserver takes: 3 MiB. */
const defaultLimitBytes = 3 * 1024 * 1024;

/** Reads a body as text. Throws StatusError 413 when it is too large and 400 when it does not arrive whole. */
export async function readBody(request: Request, limitBytes: number = defaultLimitBytes): Promise<string> {
  if (request.body === null) return '';
  const announced = Number(request.headers.get('content-length') ?? Number.NaN);
  if (announced > limitBytes) throw tooLarge(limitBytes);
  // An announced length is what the transport lets through, so that the quick way is safe.
  if (announced <= limitBytes) return await request.text().catch(refuse);
  const bytes = await readBounded(request.body, limitBytes).catch(refuse);
  return bytes.toString('utf8');
}

/** Reads a body as bytes, under the same limits. */
export async function readBytes(request: Request): Promise<Uint8Array> {
  return request.body === null ? new Uint8Array() : await readBounded(request.body, defaultLimitBytes).catch(refuse);
}

async function readBounded(body: ReadableStream<Uint8Array>, limitBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > limitBytes) throw tooLarge(limitBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function tooLarge(limitBytes: number): Error {
  return entityTooLarge(`limit is ${limitBytes}`);
}

function refuse(thrown: unknown): never {
  if (thrown instanceof Error && thrown.name === 'StatusError') throw thrown;
  throw badRequest(thrown instanceof Error ? thrown.message : 'the body of the request could not be read');
}
