import { CliError } from '../../../program/cli-error.ts';
import type { CreateOptions } from '../create-options.ts';
import { readFlagFile } from '../read-file.ts';
import type { SecretVerb } from './secret-verb.ts';

interface Flags extends CreateOptions {
  readonly appId?: string;
  readonly appInstallationOwner?: string;
  readonly appInstallationId?: string;
  readonly appPrivateKey?: string;
  readonly appBaseUrl?: string;
}

/** `create secret githubapp`: the identity of a GitHub App. */
export const secretGitHubApp: SecretVerb<Flags> = {
  word: 'githubapp',
  title: 'githubapp',
  description: 'Create or update a github app secret',
  addOptions: (command) => {
    command
      .option('--app-id <id>', 'github app ID')
      .option('--app-installation-owner <name>', 'github app installation owner (user or organization)')
      .option('--app-installation-id <id>', 'github app installation ID')
      .option('--app-private-key <file>', 'github app private key file path')
      .option('--app-base-url <url>', 'github app base URL');
  },
  build: (_, flags, context) => {
    const { appId = '', appInstallationOwner: owner = '', appInstallationId = '', appBaseUrl = '' } = flags;
    const privateKey = readFlagFile(flags.appPrivateKey ?? '', 'unable to read private key file', context);
    if (appId === '') throw new CliError('--app-id is required');
    if (owner === '' && appInstallationId === '') {
      throw new CliError('--app-installation-owner or --app-installation-id is required');
    }
    const entries = {
      githubAppID: appId,
      githubAppPrivateKey: privateKey,
      ...(owner === '' ? {} : { githubAppInstallationOwner: owner }),
      ...(appInstallationId === '' ? {} : { githubAppInstallationID: appInstallationId }),
      ...(appBaseUrl === '' ? {} : { githubAppBaseURL: appBaseUrl }),
    };
    return { entries, type: 'Opaque' };
  },
};
