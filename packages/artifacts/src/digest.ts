import { createHash, hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ArtifactError } from './artifact-error.ts';

/** The digest of bytes: `sha256:<hex>`. */
export function digestOf(content: Uint8Array): string {
  return `sha256:${hash('sha256', content)}`;
}

/** The digest of a file, read once from start to end. */
export async function digestOfFile(file: string, signal: AbortSignal): Promise<string> {
  const sum = createHash('sha256');
  await pipeline(createReadStream(file), sum, { signal });
  return `sha256:${sum.digest('hex')}`;
}

/** Throws `DigestMismatch` with Flux's message unless both are the same. */
export function checkDigest(computed: string, promised: string): void {
  if (computed === promised) return;
  throw new ArtifactError('DigestMismatch', `computed digest doesn't match '${promised}'`);
}
