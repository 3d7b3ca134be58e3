import { OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import type { BlobUpload } from './oci-client.ts';
import { type RegistryCall, repositoryScope } from './registry-call.ts';
import type { Answer } from './send-following.ts';
import type { Transport } from './transport.ts';

type CallParts = Pick<RegistryCall, 'registry' | 'repository' | 'scopes'>;

const binary = { 'content-type': 'application/octet-stream' } as const;

/** Sends a blob, or lets the registry take it from another of its repositories. */
export async function uploadBlob(
  transport: Transport,
  { registry, repository }: RepositoryName,
  digest: string,
  content: Uint8Array,
  { mountFrom, chunkBytes }: BlobUpload,
  signal: AbortSignal,
): Promise<void> {
  const scopes = [repositoryScope(repository, 'pull,push')];
  const parts: CallParts = { registry, repository, scopes };
  const started = await beginUpload(transport, parts, digest, mountFrom, signal);
  if (started === undefined) return;
  let location = started;
  let rest = content;
  if (chunkBytes !== undefined && chunkBytes > 0 && content.length > chunkBytes) {
    location = await sendChunks(transport, parts, location, content, chunkBytes, signal);
    rest = new Uint8Array();
  }
  const target = withDigest(location, digest);
  const { response } = await transport.send({ ...parts, method: 'PUT', target, headers: binary, body: rest }, signal);
  await response.body?.cancel();
}

/** Where to send the content; undefined when the registry has it already. */
async function beginUpload(
  transport: Transport,
  parts: CallParts,
  digest: string,
  mountFrom: string | undefined,
  signal: AbortSignal,
): Promise<URL | undefined> {
  const query = mountFrom === undefined ? '' : `?${new URLSearchParams({ mount: digest, from: mountFrom })}`;
  const scopes = mountFrom === undefined ? parts.scopes : [...parts.scopes, repositoryScope(mountFrom, 'pull')];
  const target = `/v2/${parts.repository}/blobs/uploads/${query}`;
  const answer = await transport.send({ ...parts, scopes, method: 'POST', target, body: new Uint8Array() }, signal);
  await answer.response.body?.cancel();
  return answer.response.status === 201 ? undefined : locationOf(answer);
}

async function sendChunks(
  transport: Transport,
  parts: CallParts,
  first: URL,
  content: Uint8Array,
  chunkBytes: number,
  signal: AbortSignal,
): Promise<URL> {
  let location = first;
  for (let from = 0; from < content.length; from += chunkBytes) {
    const body = content.subarray(from, from + chunkBytes);
    const headers = { ...binary, 'content-range': `${from}-${from + body.length - 1}` };
    const answer = await transport.send({ ...parts, method: 'PATCH', target: location.href, headers, body }, signal);
    await answer.response.body?.cancel();
    location = locationOf(answer);
  }
  return location;
}

function locationOf({ response, url }: Answer): URL {
  const location = response.headers.get('location');
  if (location !== null && URL.canParse(location, url.href)) return new URL(location, url);
  throw new OciError('InvalidContent', `${url.host} does not say where to send the blob`);
}

function withDigest(location: URL, digest: string): string {
  const target = new URL(location);
  target.searchParams.set('digest', digest);
  return target.href;
}
