import { OciError } from '../oci-error.ts';
import { empty, failure } from './registry-answer.ts';
import { isStoredDigest, type RegistryScene } from './registry-scene.ts';
import type { UploadSession } from './upload-sessions.ts';

/** `POST` of a new upload, which may be a mount or have its whole content with it. */
export async function answerNewUpload(
  scene: RegistryScene,
  repository: string,
  request: Request,
  mayRead: (repository: string) => Promise<boolean>,
): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const mounted = await tryMount(scene, repository, searchParams, mayRead);
  if (mounted !== undefined) return mounted;
  const session = await scene.uploads.begin(repository);
  if (session === undefined) {
    return failure(429, 'TOOMANYREQUESTS', 'too many uploads are under way', { 'retry-after': '1' });
  }
  if (searchParams.has('digest')) return finish(scene, session, request);
  return empty(202, progress(session));
}

async function tryMount(
  { records }: RegistryScene,
  repository: string,
  query: URLSearchParams,
  mayRead: (repository: string) => Promise<boolean>,
): Promise<Response | undefined> {
  const digest = query.get('mount');
  const from = query.get('from');
  if (digest === null || from === null || !isStoredDigest(digest)) return undefined;
  // Who may not read the other repository must not get its content by knowing a digest.
  if (!(await mayRead(from)) || !(await records.hasBlob(from, digest))) return undefined;
  return (await records.linkBlob(repository, digest)) ? created(repository, digest) : undefined;
}

/** `GET`, `PATCH`, `PUT` and `DELETE` of an upload that is under way. */
export async function answerUpload(
  scene: RegistryScene,
  repository: string,
  id: string,
  request: Request,
): Promise<Response> {
  const session = scene.uploads.find(repository, id);
  if (session === undefined) return failure(404, 'BLOB_UPLOAD_UNKNOWN', 'blob upload unknown to registry');
  if (request.method === 'GET') return empty(204, progress(session));
  if (session.isBusy) return failure(409, 'BLOB_UPLOAD_INVALID', 'another request sends to this upload');
  if (request.method === 'PATCH') return append(scene, session, request);
  if (request.method === 'PUT') return finish(scene, session, request);
  scene.uploads.end(session);
  await session.writer.discard();
  return empty(204);
}

async function append(scene: RegistryScene, session: UploadSession, request: Request): Promise<Response> {
  const start = /^(?:bytes )?(\d+)-\d+/.exec(request.headers.get('content-range') ?? '')?.[1];
  if (start !== undefined && Number(start) !== session.writer.size) {
    return failure(416, 'RANGE_INVALID', 'invalid content range', progress(session));
  }
  return (await receive(scene, session, request)) ?? empty(202, progress(session));
}

async function finish(scene: RegistryScene, session: UploadSession, request: Request): Promise<Response> {
  const digest = new URL(request.url).searchParams.get('digest') ?? '';
  if (!isStoredDigest(digest)) return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  const refused = await receive(scene, session, request);
  if (refused !== undefined) return refused;
  scene.uploads.end(session);
  try {
    await session.writer.commit(digest);
  } catch (thrown) {
    if (!(thrown instanceof OciError)) throw thrown;
    return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  }
  if (await scene.records.linkBlob(session.repository, digest)) return created(session.repository, digest);
  return failure(404, 'BLOB_UNKNOWN', 'blob unknown to registry');
}

/** Takes in the body of a request; an answer when it is too large. */
async function receive(
  { limits, uploads }: RegistryScene,
  session: UploadSession,
  request: Request,
): Promise<Response | undefined> {
  session.isBusy = true;
  try {
    for await (const part of request.body ?? []) {
      if (session.writer.size + part.length > limits.blobBytes) {
        uploads.end(session);
        await session.writer.discard();
        return failure(413, 'SIZE_INVALID', `a blob may have at most ${limits.blobBytes} bytes`);
      }
      await session.writer.write(part);
    }
    return undefined;
  } finally {
    session.isBusy = false;
  }
}

function progress({ repository, id, writer }: UploadSession): Record<string, string> {
  return {
    location: `/v2/${repository}/blobs/uploads/${id}`,
    range: `0-${Math.max(0, writer.size - 1)}`,
    'docker-upload-uuid': id,
    'content-length': '0',
  };
}

function created(repository: string, digest: string): Response {
  const location = `/v2/${repository}/blobs/${digest}`;
  return empty(201, { location, 'docker-content-digest': digest, 'content-length': '0' });
}
