import type { X509Certificate } from 'node:crypto';
import type { UserInfo } from '@flux19/apiserver';
import { certificateOwner } from '@flux19/listener';

/** Remembers which client certificate a request came with. */
export class ClientCertificates {
  readonly #users = new WeakMap<Request, UserInfo>();

  /** A request came with a certificate that the cluster's authority has signed. */
  remember(request: Request, certificate: X509Certificate): void {
    const owner = certificateOwner(certificate);
    if (owner === undefined) return;
    const digest = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
    this.#users.set(request, {
      ...owner,
      extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${digest}`] },
    });
  }

  userOf(request: Request): UserInfo | undefined {
    return this.#users.get(request);
  }
}
