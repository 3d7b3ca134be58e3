import { choosePlatform, defaultPlatform } from '../content/choose-platform.ts';
import type { Descriptor, FetchedImage, FetchedManifest, Platform } from '../content/manifest.ts';
import { acceptedManifests, parseManifest } from '../content/parse-manifest.ts';
import { causedFailure, OciError } from '../oci-error.ts';
import { checkDigest, digestOf, isDigest } from '../reference/digest.ts';
import type { OciReference } from '../reference/oci-reference.ts';
import type { ClientLimits } from './client-options.ts';
import type { ManifestContent } from './oci-client.ts';
import { readBounded } from './read-bounded.ts';
import { describeCall, type RegistryCall, repositoryScope } from './registry-call.ts';
import type { Transport } from './transport.ts';

/** How deep indexes of indexes are followed. */
const maximumDepth = 4;

/** Asks for the descriptor only, and for the manifest where the registry has no answer to that. */
export async function resolve(
  transport: Transport,
  reference: OciReference,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<Descriptor> {
  const head = await headManifest(transport, reference, signal);
  return head ?? (await getManifest(transport, reference, limits, signal)).descriptor;
}

async function headManifest(
  transport: Transport,
  reference: OciReference,
  signal: AbortSignal,
): Promise<Descriptor | undefined> {
  try {
    const { response } = await transport.send(manifestCall('HEAD', reference), signal);
    await response.body?.cancel();
    const digest = response.headers.get('docker-content-digest') ?? '';
    const size = Number(response.headers.get('content-length') ?? Number.NaN);
    if (!isDigest(digest) || !Number.isSafeInteger(size)) return undefined;
    if (reference.digest !== undefined && digest !== reference.digest) return undefined;
    return { mediaType: contentType(response), digest, size };
  } catch (thrown) {
    // The answer to GET says why.
    const isAnswered = thrown instanceof OciError && thrown.status !== undefined && thrown.reason !== 'TooManyRequests';
    if (isAnswered) return undefined;
    throw thrown;
  }
}

/** Fetches a manifest and verifies it: by the digest of the reference, or that which the registry names. */
export async function getManifest(
  transport: Transport,
  reference: OciReference,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<FetchedManifest> {
  const { response, url } = await transport.send(manifestCall('GET', reference), signal);
  const bytes = await readBody(response, limits, describeCall('GET', url), signal);
  const promised = reference.digest ?? response.headers.get('docker-content-digest') ?? '';
  const digest = isDigest(promised) ? promised : digestOf(bytes);
  checkDigest(bytes, digest);
  return parseManifest({ mediaType: contentType(response), digest, size: bytes.length }, bytes);
}

async function readBody(
  response: Response,
  { manifestBytes }: ClientLimits,
  call: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  try {
    return await readBounded(response.body, manifestBytes, call);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof OciError) throw thrown;
    throw causedFailure('Network', `${call}: the registry broke off`, thrown);
  }
}

/** Fetches the manifest of one image, through indexes. */
export async function getImage(
  transport: Transport,
  reference: OciReference,
  limits: ClientLimits,
  signal: AbortSignal,
  platform: Platform = defaultPlatform,
): Promise<FetchedImage> {
  let current = reference;
  for (let depth = 0; depth < maximumDepth; depth += 1) {
    const fetched = await getManifest(transport, current, limits, signal);
    if (fetched.kind === 'image') return fetched;
    current = { ...reference, digest: choosePlatform(fetched.manifest, platform).digest };
  }
  throw new OciError('InvalidContent', 'the index leads to indexes without end');
}

/** Writes a manifest. The second result tells whether the registry has taken note of its subject. */
export async function putManifest(
  transport: Transport,
  reference: OciReference,
  { mediaType, bytes }: ManifestContent,
  signal: AbortSignal,
): Promise<{ readonly descriptor: Descriptor; readonly isSubjectKnown: boolean }> {
  const digest = digestOf(bytes);
  if (reference.digest !== undefined) checkDigest(bytes, reference.digest);
  const target = reference.tag === undefined ? { ...reference, digest } : withoutDigest(reference);
  const call = { ...manifestCall('PUT', target), headers: { 'content-type': mediaType }, body: bytes };
  const { response } = await transport.send(call, signal);
  await response.body?.cancel();
  const isSubjectKnown = response.headers.get('oci-subject') !== null;
  return { descriptor: { mediaType, digest, size: bytes.length }, isSubjectKnown };
}

/** Removes a manifest, or a tag. */
export async function deleteManifest(
  transport: Transport,
  reference: OciReference,
  signal: AbortSignal,
): Promise<void> {
  const { response } = await transport.send(manifestCall('DELETE', reference), signal);
  await response.body?.cancel();
}

function manifestCall(method: RegistryCall['method'], reference: OciReference): RegistryCall {
  const { registry, repository, tag = 'latest', digest } = reference;
  const actions = method === 'PUT' ? 'pull,push' : method === 'DELETE' ? 'delete,pull' : 'pull';
  return {
    registry,
    repository,
    scopes: [repositoryScope(repository, actions)],
    method,
    target: `/v2/${repository}/manifests/${digest ?? tag}`,
    headers: { accept: acceptedManifests },
  };
}

function contentType(response: Response): string {
  return (response.headers.get('content-type') ?? '').replace(/;.*$/, '').trim();
}

function withoutDigest({ registry, repository, tag }: OciReference): OciReference {
  return { registry, repository, ...(tag === undefined ? {} : { tag }) };
}
