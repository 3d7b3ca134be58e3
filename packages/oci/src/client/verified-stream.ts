import { OciError } from '../oci-error.ts';
import { checkSum, hashFor } from '../reference/digest.ts';
import type { BlobReference } from './oci-client.ts';

/** Passes bytes on and counts and sums them; fails at the end, or as soon as there are too many, when they are not those that are promised. */
export function verifiedStream(
  source: ReadableStream<Uint8Array>,
  { digest, size }: BlobReference,
  maximumBytes: number,
): ReadableStream<Uint8Array> {
  const hash = hashFor(digest);
  let received = 0;
  const verifier = new TransformStream<Uint8Array, Uint8Array>({
    transform(part, controller) {
      received += part.length;
      if (received > maximumBytes) throw new OciError('TooLarge', `${digest} is larger than ${maximumBytes} bytes`);
      if (size !== undefined && received > size) throw wrongSize(digest, size, 'more');
      hash.update(part);
      controller.enqueue(part);
    },
    flush() {
      if (size !== undefined && received < size) throw wrongSize(digest, size, 'fewer');
      checkSum(hash, digest);
    },
  });
  return source.pipeThrough(verifier);
}

function wrongSize(digest: string, size: number, relation: string): OciError {
  return new OciError('DigestMismatch', `${digest} has ${relation} bytes than the ${size} that are promised`);
}
