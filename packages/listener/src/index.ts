export { certificateOwner } from './certificate/certificate-owner.ts';
export {
  type ClientAuthority,
  type ClientCredentials,
  type ClientName,
  createClientAuthority,
  createClientCredentials,
  signClientCertificate,
} from './certificate/client-authority.ts';
export { DerError } from './certificate/der-reader.ts';
export { createServingCertificate, type ServingCertificate } from './certificate/serving-certificate.ts';
export { readSigningRequest, type SigningRequest } from './certificate/signing-request.ts';
export { type Listener, type ListenOptions, listen } from './listen.ts';
export { streamConnection } from './upgrade/stream-connection.ts';
