import { alert } from '../../../kinds/notification-kinds.ts';
import { CliError } from '../../../program/cli-error.ts';
import { parseObjectName } from '../../../program/object-name.ts';
import { collectList } from '../../../program/option-parsers.ts';
import { isMissing, present } from '../create-fields.ts';
import type { CreateOptions } from '../create-options.ts';
import type { KindVerb } from '../kind-verb.ts';

interface Flags extends CreateOptions {
  readonly providerRef?: string;
  readonly eventSeverity?: string;
  readonly eventSource?: readonly string[];
}

/** `create alert`: which events go to a provider. */
export const alertVerb: KindVerb<Flags> = {
  kind: alert,
  description: 'Create or update a Alert resource',
  title: 'Alert',
  generating: 'told',
  addOptions: (command) => {
    command
      .option('--provider-ref <name>', 'reference to provider')
      .option('--event-severity <severity>', 'severity of events to send alerts for')
      .option(
        '--event-source <sources>',
        'sources that should generate alerts (<kind>/<name>), with commas between them',
        collectList,
      );
  },
  spec: ({ providerRef = '', eventSeverity, eventSource = [] }) => {
    if (isMissing(providerRef)) throw new CliError('provider ref is required');
    const eventSources = eventSource.map(parseEventSource);
    if (eventSources.length === 0) throw new CliError('at least one event source is required');
    return { providerRef: { name: providerRef }, ...present('eventSeverity', eventSeverity), eventSources };
  },
  success: ({ metadata }) => [`Alert ${metadata.name} is ready`],
};

function parseEventSource(text: string) {
  const { kind, name, namespace } = parseObjectName(text);
  if (kind === '') throw new CliError(`invalid event source '${text}', must be in format <kind>/<name>`);
  return { kind, name, ...present('namespace', namespace) };
}
