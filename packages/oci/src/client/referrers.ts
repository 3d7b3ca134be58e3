import type { Descriptor } from '../content/manifest.ts';
import { mediaTypes } from '../content/media-types.ts';
import { parseManifest, readDescriptor } from '../content/parse-manifest.ts';
import { OciError } from '../oci-error.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';
import type { ClientLimits } from './client-options.ts';
import { getManifest, putManifest } from './manifests.ts';
import type { ManifestContent } from './oci-client.ts';
import { pagesOf } from './paged-list.ts';
import { repositoryScope } from './registry-call.ts';
import type { Transport } from './transport.ts';

/** Asks for the manifests about another one; registries that cannot tell are asked for the tag that clients keep instead. */
export async function listReferrers(
  transport: Transport,
  name: RepositoryName,
  digest: string,
  artifactType: string | undefined,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<Descriptor[]> {
  const all = (await askReferrers(transport, name, digest, artifactType, limits, signal)) ?? [];
  const kept = all.length > 0 ? all : [...(await taggedReferrers(transport, name, digest, limits, signal))];
  return artifactType === undefined ? kept : kept.filter((each) => each.artifactType === artifactType);
}

async function askReferrers(
  transport: Transport,
  { registry, repository }: RepositoryName,
  digest: string,
  artifactType: string | undefined,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<Descriptor[] | undefined> {
  const query = artifactType === undefined ? '' : `?${new URLSearchParams({ artifactType })}`;
  const target = `/v2/${repository}/referrers/${digest}${query}`;
  const call = { registry, repository, scopes: [repositoryScope(repository, 'pull')], target };
  const found: Descriptor[] = [];
  try {
    for await (const { items } of pagesOf(transport, call, 'manifests', limits, signal)) {
      found.push(...items.map(readDescriptor));
      if (found.length > limits.tags) throw new OciError('TooLarge', `${digest} has too many referrers`);
    }
    return found;
  } catch (thrown) {
    if (thrown instanceof OciError && thrown.reason === 'NotFound') return undefined;
    // Older registries have no such path and say so in many ways.
    if (thrown instanceof OciError && (thrown.status === 400 || thrown.status === 405)) return undefined;
    throw thrown;
  }
}

async function taggedReferrers(
  transport: Transport,
  name: RepositoryName,
  digest: string,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  try {
    const fetched = await getManifest(transport, { ...name, tag: referrersTag(digest) }, limits, signal);
    return fetched.kind === 'index' ? fetched.manifest.manifests : [];
  } catch (thrown) {
    if (thrown instanceof OciError && thrown.reason === 'NotFound') return [];
    throw thrown;
  }
}

/** Notes a manifest in the list of its subject's referrers, for registries that do not do that by themselves. */
export async function addReferrer(
  transport: Transport,
  name: RepositoryName,
  written: Descriptor,
  content: ManifestContent,
  limits: ClientLimits,
  signal: AbortSignal,
): Promise<void> {
  const { manifest } = parseManifest(written, content.bytes);
  if (manifest.subject === undefined) return;
  const before = await taggedReferrers(transport, name, manifest.subject.digest, limits, signal);
  if (before.some(({ digest }) => digest === written.digest)) return;
  const configType = 'config' in manifest ? manifest.config.mediaType : undefined;
  const artifactType = manifest.artifactType ?? configType;
  const entry = {
    ...written,
    ...(artifactType === undefined ? {} : { artifactType }),
    ...(manifest.annotations === undefined ? {} : { annotations: manifest.annotations }),
  };
  const index = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [...before, entry] };
  const bytes = Buffer.from(JSON.stringify(index));
  const reference = { ...name, tag: referrersTag(manifest.subject.digest) };
  await putManifest(transport, reference, { mediaType: mediaTypes.ociIndex, bytes }, signal);
}

/** The tag under which clients keep the referrers of a digest. */
function referrersTag(digest: string): string {
  return digest.replace(':', '-').slice(0, 128);
}
