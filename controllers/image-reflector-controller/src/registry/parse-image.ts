import { OciError, parseRepository, type RepositoryName } from '@flux19/oci';

/** An image name that cannot be scanned: the spec has to change. */
export class ImageNameError extends Error {
  override readonly name = 'ImageNameError';
}

/** Reads `spec.image`: a repository without scheme and tag. Throws {@link ImageNameError} with Flux's message. */
export function parseImage(image: string): RepositoryName {
  const [scheme = '', rest] = image.split('://', 2);
  if (rest !== undefined) {
    throw new ImageNameError(`image '${image}' should not include URL scheme; remove '${scheme}://'`);
  }
  const tag = /:([^:/]*)$/.exec(image.slice(image.indexOf('/') + 1))?.[1];
  if (tag !== undefined && !image.includes('@')) {
    throw new ImageNameError(`image '${image}' should not include a tag; remove ':${tag}'`);
  }
  try {
    return parseRepository(image);
  } catch (thrown) {
    if (!(thrown instanceof OciError)) throw thrown;
    throw new ImageNameError(thrown.message, { cause: thrown });
  }
}
