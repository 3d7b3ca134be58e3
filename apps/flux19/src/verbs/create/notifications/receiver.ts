import { statusOf } from '../../../kinds/flux-kind.ts';
import { receiver } from '../../../kinds/notification-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { collectList } from '../../../program/option-parsers.ts';
import { isMissing } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';
import { parseReceiverType, receiverTypes } from '../receiver-types.ts';

interface Flags extends CreateOptions {
  readonly type?: string;
  readonly secretRef?: string;
  readonly event?: readonly string[];
  readonly resource?: readonly string[];
}

/** `create receiver`: a webhook that asks for passes. */
export const receiverVerb: KindVerb<Flags> = {
  kind: receiver,
  description: 'Create or update a Receiver resource',
  title: 'Receiver',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--type <type>', `the receiver type: ${receiverTypes.join(', ')}`, parseReceiverType)
      .option('--secret-ref <name>', 'the name of the secret with the token')
      .option('--event <names>', 'events to react to, with commas between them', collectList)
      .option('--resource <resources>', 'what to reconcile (<kind>/<name>), with commas between them', collectList);
  },
  spec: ({ type = '', secretRef = '', event = [], resource = [] }) => {
    if (isMissing(type)) throw new CliError('Receiver type is required');
    if (isMissing(secretRef)) throw new CliError('secret ref is required');
    const resources = resource.map(parseResource);
    if (resources.length === 0) throw new CliError('atleast one resource is required');
    return {
      type,
      ...(event.length === 0 ? {} : { events: [...event] }),
      resources,
      secretRef: { name: secretRef },
    };
  },
  success: (after) => [
    `Receiver ${after.metadata.name} is ready`,
    `generated webhook URL ${String(statusOf(after)['webhookPath'] ?? '')}`,
  ],
};

function parseResource(text: string) {
  const [kind = '', name, ...rest] = text.split('/');
  if (kind !== '' && name !== undefined && rest.length === 0) return { kind, name };
  throw new CliError(`invalid event source '${text}', must be in format <kind>/<name>`);
}
