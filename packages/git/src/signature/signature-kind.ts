/** `empty`: there is none. `x509` and `unknown` cannot be verified. */
export type SignatureKind = 'openpgp' | 'ssh' | 'x509' | 'empty' | 'unknown';

/** Tells signatures apart as git does: by their first line. */
export function signatureKind(signature: string): SignatureKind {
  if (signature === '') return 'empty';
  const text = signature.trimStart();
  if (text.startsWith('-----BEGIN PGP SIGNATURE-----')) return 'openpgp';
  if (text.startsWith('-----BEGIN SSH SIGNATURE-----')) return 'ssh';
  return text.startsWith('-----BEGIN SIGNED MESSAGE-----') ? 'x509' : 'unknown';
}
