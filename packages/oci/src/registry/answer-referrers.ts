import { mediaTypes } from '../content/media-types.ts';
import { failure, json } from './registry-answer.ts';
import { isStoredDigest, type RegistryScene } from './registry-scene.ts';

/** The manifests about another one, as an index. */
export async function answerReferrers(
  { records }: RegistryScene,
  repository: string,
  digest: string,
  url: URL,
): Promise<Response> {
  if (!isStoredDigest(digest)) return failure(400, 'DIGEST_INVALID', 'the subject is no sha256 digest');
  const artifactType = url.searchParams.get('artifactType');
  const all = await records.referrers(repository, digest);
  const manifests = artifactType === null ? all : all.filter((each) => each.artifactType === artifactType);
  const headers = {
    'content-type': mediaTypes.ociIndex,
    ...(artifactType === null ? {} : { 'oci-filters-applied': 'artifactType' }),
  };
  return json({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, headers);
}
