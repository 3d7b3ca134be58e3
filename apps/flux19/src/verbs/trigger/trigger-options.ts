import type { Command } from 'commander';
import { CliError } from '../../program/cli-error.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { invalidArgument, parseDuration } from '../../program/option-parsers.ts';

/** Flags of `trigger receiver`. */
export interface TriggerFlags extends GlobalOptions {
  readonly token?: string;
  readonly url?: string;
  readonly type: string;
  readonly oidcProvider?: string;
  readonly oidcToken?: string;
  readonly oidcAudience?: string;
  readonly payload: string;
  readonly retries: number;
  /** Milliseconds. */
  readonly retryDelay: number;
}

/** The type whose requests carry a token of somebody else. */
export const oidcType = 'generic-oidc';
/** The type whose requests are signed. */
export const signedType = 'generic-hmac';

const types = ['generic', signedType, oidcType];
const providers = ['github', 'forgejo'];

export function addTriggerOptions(command: Command): Command {
  return command
    .option('--token <token>', `the Receiver's token, for all types but ${oidcType}`)
    .option('--url <url>', 'the base URL of the webhook receiver, may contain a base path')
    .option('--type <type>', `the Receiver's type, one of: ${types.join(', ')}`, 'generic')
    .option('--oidc-provider <name>', `where to fetch a token: ${providers.join(', ')} (${oidcType} only)`)
    .option('--oidc-token <token>', `the OIDC token (${oidcType} only); FLUX_TRIGGER_RECEIVER_OIDC_TOKEN if not given`)
    .option('--oidc-audience <audience>', 'the audience of the token to fetch; notification-controller if not given')
    .option('--payload <json>', 'the JSON payload to send in the request body', '{}')
    .option('--retries <number>', 'how often to try again what may pass: 404, 408, 429, 5xx', parseCount, 10)
    .option(
      '--retry-delay <duration>',
      'the delay between retries (default 10s)',
      parseDuration('retry-delay'),
      10_000,
    );
}

function parseCount(text: string): number {
  if (/^-?\d+$/.test(text)) return Number(text);
  throw invalidArgument('retries', text, `strconv.ParseInt: parsing "${text}": invalid syntax`);
}

/** Throws CliError when the flags do not fit together. */
export function checkTriggerFlags(flags: TriggerFlags): void {
  const { type, token = '', oidcProvider = '', oidcToken = '', oidcAudience = '' } = flags;
  if (!types.includes(type)) {
    throw new CliError(`invalid --type ${JSON.stringify(type)}, must be one of: ${types.join(', ')}`);
  }
  if (type !== oidcType) {
    if (token === '') throw new CliError(`--token is required for --type=${type}`);
    if (oidcProvider + oidcToken + oidcAudience === '') return;
    throw new CliError(`--oidc-provider, --oidc-token and --oidc-audience can only be set for --type=${oidcType}`);
  }
  if (token !== '') {
    throw new CliError(`--token must not be set for --type=${oidcType}, the Receiver of this type has no secret`);
  }
  if (oidcProvider !== '' && oidcToken !== '') {
    throw new CliError('--oidc-provider and --oidc-token are mutually exclusive');
  }
  if (oidcProvider !== '' && !providers.includes(oidcProvider)) {
    throw new CliError(
      `invalid --oidc-provider ${JSON.stringify(oidcProvider)}, must be one of: ${providers.join(', ')}`,
    );
  }
  if (oidcAudience !== '' && oidcProvider === '') {
    throw new CliError('--oidc-audience can only be set together with --oidc-provider');
  }
}
