import type { OciClient } from '../client/oci-client.ts';
import type { FetchedImage } from '../content/manifest.ts';
import type { RepositoryName } from '../reference/oci-reference.ts';

/** Bounds on an image that others made. */
export interface UnpackLimits {
  /** Of all layers together. */
  readonly unpackedBytes: number;
  readonly entries: number;
}

/**
 * Fetches the layers and unpacks them, one over the other, into an empty folder. Nothing is written outside of it, whatever names and
 * links the layers have; devices are left out. Throws `OciError` (`InvalidContent`, `TooLarge`) or an error of the file system.
 */
export async function unpackImage(
  _client: OciClient,
  _repository: RepositoryName,
  _image: FetchedImage,
  _folder: string,
  _signal: AbortSignal,
  _limits?: Partial<UnpackLimits>,
): Promise<void> {
  throw new Error('not written yet');
}
