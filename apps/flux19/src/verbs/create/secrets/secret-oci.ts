import { CliError } from '../../../program/cli-error.ts';
import type { CreateOptions } from '../create-options.ts';
import type { SecretVerb } from './secret-verb.ts';

interface Flags extends CreateOptions {
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
}

/** `create secret oci`: a login at a registry, in the form that kubelets read as well. */
export const secretOci: SecretVerb<Flags> = {
  word: 'oci',
  title: 'oci',
  description: 'Create or update a Kubernetes image pull secret',
  addOptions: (command) => {
    command
      .option('--url <address>', 'oci repository address e.g ghcr.io/stefanprodan/charts')
      .option('-u, --username <name>', 'basic authentication username')
      .option('-p, --password <password>', 'basic authentication password');
  },
  build: (_, { url = '', username = '', password = '' }) => {
    if (url === '') throw new CliError('--url is required');
    if (username === '') throw new CliError('--username is required');
    if (password === '') throw new CliError('--password is required');
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    const config = { auths: { [registryOf(url)]: { username, password, auth } } };
    return {
      entries: { '.dockerconfigjson': JSON.stringify(config, undefined, 2) },
      type: 'kubernetes.io/dockerconfigjson',
    };
  },
};

const address = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:\d+)?(\/[a-z0-9._/:@-]+)?$/i;

/** The registry of an address without scheme. Throws CliError. */
function registryOf(url: string): string {
  const [host = ''] = url.split('/');
  if (address.test(url)) return host;
  throw new CliError(`error parsing url: 'could not parse reference: ${url}'`, {
    hints: ['write it without oci:// in front: registry.example.com/path'],
  });
}
