import type { OciClient } from '../client/oci-client.ts';
import type { FetchedImage, Platform } from '../content/manifest.ts';
import type { OciReference } from '../reference/oci-reference.ts';
import type { ImageConfig } from './image-config.ts';

/** An image without the contents of its layers. */
export interface PulledImage {
  readonly image: FetchedImage;
  readonly config: ImageConfig;
}

/** Reads manifest and config of an image. Throws `OciError`. */
export async function pullImage(
  _client: OciClient,
  _reference: OciReference,
  _signal: AbortSignal,
  _platform?: Platform,
): Promise<PulledImage> {
  throw new Error('not written yet');
}
