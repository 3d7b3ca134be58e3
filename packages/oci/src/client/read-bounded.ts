import { OciError } from '../oci-error.ts';

/** Reads a stream to its end; throws `OciError` `TooLarge` as soon as it has more bytes, and leaves the rest unread. */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maximumBytes: number,
  what: string,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop early cancels the stream.
  for await (const part of body ?? []) {
    size += part.length;
    if (size > maximumBytes) throw new OciError('TooLarge', `${what} is larger than ${maximumBytes} bytes`);
    parts.push(part);
  }
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, size);
}
