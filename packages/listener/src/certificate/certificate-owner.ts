import type { X509Certificate } from 'node:crypto';
import type { ClientName } from './client-authority.ts';

/** Who a client certificate is for: its common name and its organizations. Undefined when it names nobody. */
export function certificateOwner(certificate: X509Certificate): ClientName | undefined {
  const { subject } = certificate.toLegacyObject();
  // An attribute that is there several times is a list.
  const { CN, O } = subject as unknown as Readonly<Record<'CN' | 'O', string | readonly string[] | undefined>>;
  const name = [CN ?? []].flat().at(-1);
  return name === undefined || name === '' ? undefined : { name, groups: [O ?? []].flat() };
}
