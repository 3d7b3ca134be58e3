import { CloudError } from '@flux19/cloud-identity';

/** `https://<host>:<port>` in small letters; the port of https when none is given. Throws {@link CloudError} with Flux's messages. */
export function parseClusterAddress(address: string): string {
  if (address === '') throw new CloudError('Misconfigured', 'empty address');
  const text = address.startsWith('http') ? address : `https://${address}`;
  const url = URL.parse(text);
  if (url === null) {
    throw new CloudError('Misconfigured', `failed to parse Kubernetes API server address '${text}'`);
  }
  if (url.protocol !== 'https:') {
    throw new CloudError('Misconfigured', `the Kubernetes API server address '${text}' must use https scheme`);
  }
  return `https://${url.hostname}:${url.port || '443'}`;
}
