import type { OciClient } from '../client/oci-client.ts';
import type { Descriptor } from '../content/manifest.ts';
import type { OciReference } from '../reference/oci-reference.ts';
import type { BuiltImage } from './built-image.ts';

/** Sends the blobs that the registry lacks, then the manifest. Throws `OciError`. */
export async function pushImage(
  client: OciClient,
  reference: OciReference,
  { blobs, manifest, descriptor }: BuiltImage,
  signal: AbortSignal,
): Promise<Descriptor> {
  await Promise.all(blobs.map(({ bytes }) => client.putBlob(reference, bytes, signal)));
  return client.putManifest(reference, { mediaType: descriptor.mediaType, bytes: manifest }, signal);
}
