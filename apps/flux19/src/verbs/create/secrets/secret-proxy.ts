import { CliError } from '../../../program/cli-error.ts';
import type { CreateOptions } from '../create-options.ts';
import type { SecretVerb } from './secret-verb.ts';

interface Flags extends CreateOptions {
  readonly address?: string;
  readonly username?: string;
  readonly password?: string;
}

/** `create secret proxy`: the way out of a network. */
export const secretProxy: SecretVerb<Flags> = {
  word: 'proxy',
  title: 'proxy',
  description: 'Create or update a Kubernetes secret for proxy authentication',
  addOptions: (command) => {
    command
      .option('--address <url>', 'proxy address')
      .option('-u, --username <name>', 'basic authentication username')
      .option('-p, --password <password>', 'basic authentication password');
  },
  build: (_, { address = '', username = '', password = '' }) => {
    if (address === '') throw new CliError('address is required');
    const login = {
      ...(username === '' ? {} : { username }),
      ...(password === '' ? {} : { password }),
    };
    return { entries: { address, ...login }, type: 'Opaque' };
  },
};
