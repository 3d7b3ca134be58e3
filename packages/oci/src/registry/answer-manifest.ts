import { readBounded } from '../client/read-bounded.ts';
import type { Descriptor, FetchedManifest, ImageManifest } from '../content/manifest.ts';
import { mediaTypes } from '../content/media-types.ts';
import { parseManifest } from '../content/parse-manifest.ts';
import { OciError } from '../oci-error.ts';
import { digestOf, isDigest } from '../reference/digest.ts';
import { isTag } from '../reference/parse-reference.ts';
import { content, empty, failure } from './registry-answer.ts';
import { isStoredDigest, type RegistryScene } from './registry-scene.ts';

/** `GET`, `HEAD`, `PUT` and `DELETE` of a manifest by tag or digest. */
export async function answerManifest(
  scene: RegistryScene,
  repository: string,
  reference: string,
  request: Request,
): Promise<Response> {
  if (isDigest(reference) ? !isStoredDigest(reference) : !isTag(reference)) {
    return failure(400, 'TAG_INVALID', 'manifest reference is neither a tag nor a sha256 digest');
  }
  if (request.method === 'PUT') return write(scene, repository, reference, request);
  if (request.method === 'DELETE') return remove(scene, repository, reference);
  return read(scene, repository, reference, request.method === 'HEAD');
}

async function read(
  { records, options: { storage } }: RegistryScene,
  repository: string,
  reference: string,
  isHead: boolean,
): Promise<Response> {
  const digest = isDigest(reference) ? reference : await records.tag(repository, reference);
  const mediaType = digest === undefined ? undefined : await records.manifest(repository, digest);
  const size = digest === undefined ? undefined : await storage.blobSize(digest);
  if (digest === undefined || mediaType === undefined || size === undefined) return unknown();
  const headers = {
    'content-type': mediaType,
    'content-length': String(size),
    'docker-content-digest': digest,
    etag: `"${digest}"`,
  };
  if (isHead) return empty(200, headers);
  const body = await storage.openBlob(digest);
  return body === undefined ? unknown() : content(body, headers);
}

async function write(scene: RegistryScene, repository: string, reference: string, request: Request): Promise<Response> {
  const { records, options } = scene;
  const fetched = await receive(scene, request);
  if (fetched instanceof Response) return fetched;
  const { descriptor, bytes, manifest } = fetched;
  const tag = isDigest(reference) ? undefined : reference;
  if (tag === undefined && reference !== descriptor.digest) {
    return failure(400, 'DIGEST_INVALID', 'provided digest did not match uploaded content');
  }
  const missing = fetched.kind === 'image' ? await missingBlob(scene, repository, fetched.manifest) : undefined;
  if (missing !== undefined) return failure(404, 'MANIFEST_BLOB_UNKNOWN', `blob unknown to registry: ${missing}`);
  await records.addManifest(repository, descriptor, bytes);
  const { subject } = manifest;
  if (subject !== undefined) await records.addReferrer(repository, subject.digest, referrerOf(fetched));
  if (tag !== undefined) await records.setTag(repository, tag, descriptor.digest);
  options.onPush?.({ repository, ...(tag === undefined ? {} : { tag }), descriptor });
  return empty(201, {
    location: `/v2/${repository}/manifests/${descriptor.digest}`,
    'docker-content-digest': descriptor.digest,
    'content-length': '0',
    ...(subject === undefined ? {} : { 'oci-subject': subject.digest }),
  });
}

/** The manifest of a request, or why it is refused. */
async function receive({ limits }: RegistryScene, request: Request): Promise<FetchedManifest | Response> {
  try {
    const bytes = await readBounded(request.body, limits.manifestBytes, 'the manifest');
    const sent = (request.headers.get('content-type') ?? '').replace(/;.*$/, '').trim();
    const mediaType = sent === '' ? mediaTypes.ociManifest : sent;
    return parseManifest({ mediaType, digest: digestOf(bytes), size: bytes.length }, bytes);
  } catch (thrown) {
    if (!(thrown instanceof OciError)) throw thrown;
    const isTooLarge = thrown.reason === 'TooLarge';
    return failure(isTooLarge ? 413 : 400, isTooLarge ? 'SIZE_INVALID' : 'MANIFEST_INVALID', thrown.message);
  }
}

/** The first blob of an image that the repository does not have. Layers that are kept elsewhere need not be there. */
async function missingBlob(
  { records }: RegistryScene,
  repository: string,
  { config, layers }: ImageManifest,
): Promise<string | undefined> {
  const needed = [config, ...layers.filter(({ mediaType }) => !/foreign|nondistributable/.test(mediaType))];
  for (const { digest } of needed) if (!(await records.hasBlob(repository, digest))) return digest;
  return undefined;
}

function referrerOf({ descriptor, manifest }: FetchedManifest): Descriptor {
  const configType = 'config' in manifest ? manifest.config.mediaType : undefined;
  const artifactType = manifest.artifactType ?? configType;
  return {
    ...descriptor,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
  };
}

async function remove(scene: RegistryScene, repository: string, reference: string): Promise<Response> {
  const { records } = scene;
  if (!isDigest(reference)) return (await records.removeTag(repository, reference)) ? empty(202) : unknown();
  await removeFromSubject(scene, repository, reference);
  return (await records.removeManifest(repository, reference)) ? empty(202) : unknown();
}

async function removeFromSubject(
  { records, limits, options: { storage } }: RegistryScene,
  repository: string,
  digest: string,
): Promise<void> {
  const mediaType = await records.manifest(repository, digest);
  const body = mediaType === undefined ? undefined : await storage.openBlob(digest);
  if (mediaType === undefined || body === undefined) return;
  const bytes = await readBounded(body, limits.manifestBytes, 'the manifest');
  const { subject } = parseManifest({ mediaType, digest, size: bytes.length }, bytes).manifest;
  if (subject !== undefined) await records.removeReferrer(repository, subject.digest, digest);
}

function unknown(): Response {
  return failure(404, 'MANIFEST_UNKNOWN', 'manifest unknown');
}
