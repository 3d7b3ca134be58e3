import type { OciClient } from '../client/oci-client.ts';
import type { Descriptor } from '../content/manifest.ts';
import { mediaTypes } from '../content/media-types.ts';
import { OciError } from '../oci-error.ts';
import type { OciReference, RepositoryName } from '../reference/oci-reference.ts';
import type { SignatureMaterial } from './cosign-trust.ts';

const maximumSignatures = 100;
const maximumBytes = 1024 * 1024;
const bundleType = /^application\/vnd\.dev\.sigstore\.bundle[.+]/;
const signatureAnnotation = 'dev.cosignproject.cosign/signature';

/** What lies beside an image: the bundles that refer to it, and the signatures under the tag `sha256-<hex>.sig`. */
export async function* findSignatures(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  signal: AbortSignal,
): AsyncGenerator<SignatureMaterial> {
  yield* findBundles(client, image, signal);
  yield* findSimpleSignatures(client, image, signal);
}

async function* findBundles(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  signal: AbortSignal,
): AsyncGenerator<SignatureMaterial> {
  const referrers = await client.listReferrers(image, image.digest, signal);
  const bundles = referrers.filter(({ artifactType = '' }) => bundleType.test(artifactType));
  for (const { digest } of bundles.slice(0, maximumSignatures)) {
    const { manifest } = await client.getImage({ ...nameOf(image), digest }, signal);
    const layer = manifest.layers.find(({ mediaType }) => bundleType.test(mediaType));
    if (layer === undefined || layer.size > maximumBytes) continue;
    yield { kind: 'bundle', bytes: await client.readBlob(image, layer, signal, maximumBytes) };
  }
}

async function* findSimpleSignatures(
  client: OciClient,
  image: RepositoryName & { readonly digest: string },
  signal: AbortSignal,
): AsyncGenerator<SignatureMaterial> {
  const reference = { ...nameOf(image), tag: `${image.digest.replace(':', '-')}.sig` };
  for (const layer of (await signatureLayers(client, reference, signal)).slice(0, maximumSignatures)) {
    const { annotations = {} } = layer;
    const signature = annotations[signatureAnnotation];
    const isUsable = layer.mediaType === mediaTypes.cosignPayload && layer.size <= maximumBytes;
    if (signature === undefined || !isUsable) continue;
    const payload = await client.readBlob(image, layer, signal, maximumBytes);
    yield { kind: 'simple', payload, signature, annotations };
  }
}

async function signatureLayers(
  client: OciClient,
  reference: OciReference,
  signal: AbortSignal,
): Promise<readonly Descriptor[]> {
  try {
    return (await client.getImage(reference, signal)).manifest.layers;
  } catch (thrown) {
    if (thrown instanceof OciError && thrown.reason === 'NotFound') return [];
    throw thrown;
  }
}

function nameOf({ registry, repository }: RepositoryName): RepositoryName {
  return { registry, repository };
}
