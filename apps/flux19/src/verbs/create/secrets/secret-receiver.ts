import { createHash, randomBytes } from 'node:crypto';
import { groups } from '@flux19/api';
import { CliError } from '../../../program/cli-error.ts';
import type { CreateOptions } from '../create-options.ts';
import { parseReceiverType, receiverTypes } from '../receiver-types.ts';
import type { SecretContent, SecretVerb } from './secret-verb.ts';

interface Flags extends CreateOptions {
  readonly type?: string;
  readonly token?: string;
  readonly hostname?: string;
  readonly emailClaim?: string;
  readonly audienceClaim?: string;
}

/** `create secret receiver`: the token of a webhook, with the address that it gives. */
export const secretReceiver: SecretVerb<Flags> = {
  word: 'receiver',
  title: 'receiver',
  description: 'Create or update a Kubernetes secret for a Receiver webhook',
  addOptions: (command) => {
    command
      .option('--type <type>', `receiver type: ${receiverTypes.join(', ')}`, parseReceiverType)
      .option('--token <token>', 'webhook token, made up if not specified')
      .option('--hostname <host>', 'hostname for the webhook URL e.g. flux.example.com')
      .option('--email-claim <email>', 'IAM service account email, required for gcr type')
      .option('--audience-claim <audience>', 'OIDC token audience for gcr type, the webhook URL if not specified');
  },
  build: (name, flags) => {
    const { type = '', hostname = '', emailClaim = '' } = flags;
    if (type === '') throw new CliError('--type is required');
    if (hostname === '') throw new CliError('--hostname is required');
    if (type === 'gcr' && emailClaim === '') {
      throw new CliError('--email-claim is required for gcr receiver type');
    }
    return content(name, flags, hostname);
  },
};

function content(name: string, flags: Flags, hostname: string): SecretContent {
  const { token = '', type, emailClaim = '', audienceClaim = '' } = flags;
  const secretToken = token === '' ? randomBytes(32).toString('hex') : token;
  const webhook = `https://${hostname}${webhookPath(secretToken, name, flags.namespace)}`;
  const claims = { email: emailClaim, audience: audienceClaim === '' ? webhook : audienceClaim };
  return {
    entries: { token: secretToken, ...(type === 'gcr' ? claims : {}) },
    annotations: { [`${groups.notification}/webhook`]: webhook },
  };
}

/** The path that notification-controller gives to a Receiver of the same name. */
function webhookPath(token: string, name: string, namespace: string): string {
  return `/hook/${createHash('sha256').update(`${token}${name}${namespace}`).digest('hex')}`;
}
