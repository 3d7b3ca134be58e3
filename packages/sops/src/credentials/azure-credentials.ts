import { applicationToken, certificateAssertion, managedIdentityToken } from '@flux19/cloud-identity';
import { parseYaml } from '@flux19/yaml';
import type { AzureTokenSource, KeyServers } from '../keys/keyring.ts';
import { SopsError } from '../sops-error.ts';

type Read = (name: string) => string;

/**
 * Reads `sops.azure-kv`, in UTF-8 or UTF-16: an application with a secret or a certificate, in the words of the Azure SDK or of `az`,
 * or the name of an identity of this machine. Throws SopsError, without their text.
 */
export function readAzureCredentials(bytes: Uint8Array, servers: KeyServers): AzureTokenSource {
  const fields = fieldsOf(textOf(bytes));
  const read: Read = (name) => {
    const value = fields.get(name);
    return typeof value === 'string' ? value : '';
  };
  const environment = { ...servers, variables: {}, readFile: async () => '' };
  const authority = read('authorityHost') === '' ? {} : { authority: read('authorityHost') };
  const application = secretOf(read);
  if (application !== undefined) {
    const { tenantId, clientId, secret } = application;
    const proof = { kind: 'secret', secret } as const;
    return async (scope, signal) =>
      (await applicationToken(environment, { tenantId, clientId, proof, ...authority }, scope, signal)).token;
  }
  const [tenantId, clientId, certificate] = [read('tenantId'), read('clientId'), read('clientCertificate')];
  if (tenantId !== '' && clientId !== '' && certificate !== '') {
    const pair = { pem: certificate, passphrase: read('clientCertificatePassword') };
    return async (scope, signal) => {
      const jwt = certificateAssertion(environment, { tenantId, clientId, ...authority }, pair);
      const proof = { kind: 'assertion', jwt } as const;
      return (await applicationToken(environment, { tenantId, clientId, proof, ...authority }, scope, signal)).token;
    };
  }
  if (clientId === '') throw new SopsError('Malformed', invalid);
  return async (scope, signal) => (await managedIdentityToken(environment, clientId, scope, signal)).token;
}

const invalid =
  "invalid data: requires a 'clientId' field, a combination of 'tenantId', 'clientId' and 'clientSecret', or 'tenantId', 'clientId' and 'clientCertificate'";

/** In the words of the SDK, else in those of `az ad sp create-for-rbac`; a certificate goes before the latter. */
function secretOf(read: Read): { tenantId: string; clientId: string; secret: string } | undefined {
  const own = { tenantId: read('tenantId'), clientId: read('clientId'), secret: read('clientSecret') };
  if (own.tenantId !== '' && own.clientId !== '') {
    if (own.secret !== '') return own;
    if (read('clientCertificate') !== '') return undefined;
  }
  const az = { tenantId: read('tenant'), clientId: read('appId'), secret: read('password') };
  return az.tenantId !== '' && az.clientId !== '' && az.secret !== '' ? az : undefined;
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

function fieldsOf(text: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = parseYaml(text);
    return new Map(value !== null && typeof value === 'object' ? Object.entries(value) : []);
  } catch {
    // The parser's message may show a part of a secret.
  }
  throw new SopsError('Malformed', 'failed to unmarshal Azure authentication file: it is not valid YAML');
}
