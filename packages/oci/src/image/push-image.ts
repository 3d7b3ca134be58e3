import type { OciClient } from '../client/oci-client.ts';
import type { Descriptor } from '../content/manifest.ts';
import type { OciReference } from '../reference/oci-reference.ts';
import type { BuiltImage } from './built-image.ts';

/** Sends the blobs that the registry lacks, then the manifest. Throws `OciError`. */
export async function pushImage(
  _client: OciClient,
  _reference: OciReference,
  _image: BuiltImage,
  _signal: AbortSignal,
): Promise<Descriptor> {
  throw new Error('not written yet');
}
