export { createServingCertificate, type ServingCertificate } from './certificate/serving-certificate.ts';
export { type Listener, type ListenOptions, listen } from './listen.ts';
export { streamConnection } from './upgrade/stream-connection.ts';
