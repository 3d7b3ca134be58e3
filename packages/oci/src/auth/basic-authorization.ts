import type { RegistryCredentials } from './credentials.ts';

/** The value of `Authorization` for a name and password. */
export function basicAuthorization({ username, password }: Extract<RegistryCredentials, { kind: 'basic' }>): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}
