import type { Handler } from '@flux19/ports';
import { CliError } from '../../program/cli-error.ts';
import type { TriggerFlags } from './trigger-options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const tokenVariable = 'FLUX_TRIGGER_RECEIVER_OIDC_TOKEN';

/** The token that proves who sends the request: fetched, given, or out of the environment. Throws CliError. */
export async function oidcTokenOf(
  { oidcProvider = '', oidcToken = '', oidcAudience = '' }: TriggerFlags,
  { environment, fetch }: { readonly environment: Environment; readonly fetch: Handler },
  signal: AbortSignal,
): Promise<string> {
  if (oidcProvider !== '') {
    return fetchToken(oidcAudience === '' ? 'notification-controller' : oidcAudience, environment, fetch, signal);
  }
  const token = oidcToken === '' ? (environment[tokenVariable] ?? '') : oidcToken;
  if (token !== '') return token;
  throw new CliError(
    `no OIDC token provided: set --oidc-provider, --oidc-token or the ${tokenVariable} environment variable`,
  );
}

/** GitHub and Forgejo offer their jobs the same endpoint. */
async function fetchToken(
  audience: string,
  environment: Environment,
  fetch: Handler,
  signal: AbortSignal,
): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address = '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret = '' } = environment;
  if (address === '' || secret === '') {
    throw new CliError('the job offers no OIDC token: ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN are not set', {
      hints: ['give the workflow the permission id-token: write'],
    });
  }
  const url = new URL(address);
  url.searchParams.set('audience', audience);
  const answer = await fetch(new Request(url, { headers: { authorization: `Bearer ${secret}` }, signal }));
  const { value = '' } = answer.ok ? ((await answer.json()) as { readonly value?: string }) : {};
  if (value !== '') return value;
  throw new CliError(`the OIDC token could not be fetched: ${url.host} answered with status ${answer.status}`);
}
