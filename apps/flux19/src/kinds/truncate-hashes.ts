const longHash = /\b[a-f0-9]{40,128}\b/g;

/** Cuts hashes (SHA-1 up to SHA-512) in a text to eight characters, as the columns of flux show them. */
export function truncateHashes(text: string): string {
  return text.replace(longHash, (hash) => hash.slice(0, 8));
}
