import { alertProvider } from '../../../kinds/notification-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { isMissing, nameReference, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';

interface Flags extends CreateOptions {
  readonly type?: string;
  readonly channel?: string;
  readonly username?: string;
  readonly address?: string;
  readonly secretRef?: string;
}

/** `create alert-provider`: where notifications go. */
export const alertProviderVerb: KindVerb<Flags> = {
  kind: alertProvider,
  description: 'Create or update a Provider resource',
  title: 'Provider',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--type <type>', 'type of provider')
      .option('--channel <channel>', 'channel to send messages to in the case of a chat provider')
      .option('--username <name>', 'bot username used by the provider')
      .option('--address <address>', 'path to either the git repository, chat provider or webhook')
      .option('--secret-ref <name>', 'name of secret containing authentication token');
  },
  spec: ({ type = '', channel, username, address, secretRef }) => {
    if (isMissing(type)) throw new CliError('Provider type is required');
    return {
      type,
      ...present('channel', channel),
      ...present('username', username),
      ...present('address', address),
      ...present('secretRef', nameReference(secretRef)),
    };
  },
  success: ({ metadata }) => [`Provider ${metadata.name} is ready`],
};
