import { causedFailure, OciError } from '../oci-error.ts';
import { isDigest } from '../reference/digest.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import type { ClientLimits } from './client-options.ts';
import type { BlobReference } from './oci-client.ts';
import { readBounded } from './read-bounded.ts';
import { describeCall, type RegistryCall, repositoryScope } from './registry-call.ts';
import type { Transport } from './transport.ts';
import { verifiedStream } from './verified-stream.ts';

/** Says whether a repository has a blob. */
export async function hasBlob(
  transport: Transport,
  repository: RepositoryName,
  digest: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { response } = await transport.send(blobCall('HEAD', repository, digest), signal, [404]);
  await response.body?.cancel();
  return response.ok;
}

/** Opens a blob; what is read of it is verified at its end. */
export async function openBlob(
  transport: Transport,
  repository: RepositoryName,
  blob: BlobReference,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  if ((blob.size ?? 0) > maximumBytes) {
    throw new OciError('TooLarge', `${blob.digest} is larger than ${maximumBytes} bytes`);
  }
  const { response } = await transport.send(blobCall('GET', repository, blob.digest), signal);
  return verifiedStream(response.body ?? new Blob([]).stream(), blob, maximumBytes);
}

/** Reads a whole blob. */
export async function readBlob(
  transport: Transport,
  repository: RepositoryName,
  blob: BlobReference,
  maximumBytes: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const stream = await openBlob(transport, repository, blob, maximumBytes, signal);
  try {
    return await readBounded(stream, maximumBytes, blob.digest);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof OciError) throw thrown;
    const call = describeCall(
      'GET',
      new URL(`https://${repository.registry}/v2/${repository.repository}/blobs/${blob.digest}`),
    );
    throw causedFailure('Network', `${call}: the registry broke off`, thrown);
  }
}

/** Removes a blob. */
export async function deleteBlob(
  transport: Transport,
  repository: RepositoryName,
  digest: string,
  signal: AbortSignal,
): Promise<void> {
  const { response } = await transport.send(blobCall('DELETE', repository, digest), signal);
  await response.body?.cancel();
}

/** Where nothing else is said. */
export function blobLimit({ blobBytes }: ClientLimits, maximumBytes: number | undefined): number {
  return maximumBytes === undefined ? blobBytes : Math.min(maximumBytes, blobBytes);
}

function blobCall(
  method: RegistryCall['method'],
  { registry, repository }: RepositoryName,
  digest: string,
): RegistryCall {
  if (!isDigest(digest)) throw new OciError('InvalidReference', `unsupported digest '${digest}'`);
  const scopes = [repositoryScope(repository, method === 'DELETE' ? 'delete,pull' : 'pull')];
  return { registry, repository, scopes, method, target: `/v2/${repository}/blobs/${digest}` };
}
