export { type DecryptFileOptions, decryptFile } from './decrypt-file.ts';
export { type DecryptedObject, decryptObject, isEncryptedObject } from './decrypt-object.ts';
export type { AgeKeys } from './keys/age-keys.ts';
export { createKeyring, type Keyring } from './keys/keyring.ts';
export type { PgpKeys } from './keys/pgp-keys.ts';
export { SopsError, type SopsFailure } from './sops-error.ts';
export { detectFormat, formatForPath, isEncrypted, type SopsFormat } from './sops-format.ts';
