import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Characters from which on Node's own digest, once it is loaded, makes up for what that takes. */
const longText = 1024;

/**
 * The SHA-256 digest of a text, in hexadecimal. Node's `crypto` takes longer to load than a small folder to build, and most generated
 * texts are short.
 */
export function sha256Hex(text: string): string {
  if (text.length < longText) return bytesToHex(sha256(utf8ToBytes(text)));
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex');
}
