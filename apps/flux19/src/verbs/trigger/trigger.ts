import { createHash, createHmac } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { formatGoDuration } from '@flux19/expressions';
import type { Handler } from '@flux19/ports';
import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import { fluxVersion } from '../../program/versions.ts';
import { oidcTokenOf } from './oidc-token.ts';
import { addTriggerOptions, checkTriggerFlags, oidcType, signedType, type TriggerFlags } from './trigger-options.ts';

/** More of an answer is of no use to a person. */
const maxAnswer = 4096;

/** `flux19 trigger receiver NAME`: sends what a webhook would. */
export function addTriggerVerbs(program: Command, context: CliContext): void {
  const command = program
    .command('trigger')
    .description('Trigger Flux resources from outside of a cluster')
    .command('receiver')
    .description('Send a request to the webhook of a Receiver')
    .argument('[name]');
  addTriggerOptions(command).action(async (name: string | undefined, _: unknown, self: Command) => {
    await trigger(name, self.optsWithGlobals<TriggerFlags>(), context);
  });
}

async function trigger(name: string | undefined, flags: TriggerFlags, context: CliContext): Promise<void> {
  if (name === undefined) throw new CliError('name is required');
  const { url = '', token = '', type, namespace, retries, retryDelay } = flags;
  if (url === '') throw new CliError('--url is required');
  checkTriggerFlags(flags);
  const { progress, clock } = context;
  const fetch: Handler = context.fetch ?? ((request) => globalThis.fetch(request));
  const signal = deadline(context, flags);
  // A Receiver that trusts an issuer has no secret: its path is made without one.
  const path = webhookPath(type === oidcType ? '' : token, name, namespace);
  const target = `${url.replace(/\/+$/, '')}${path}`;
  const headers = await headersOf(flags, { environment: context.environment, fetch }, signal);
  progress.action(`triggering Receiver ${namespace}/${name}`);
  for (let attempt = 0; ; attempt++) {
    const failure = await send(target, headers, flags.payload, fetch, signal);
    if (failure === undefined) break;
    if (!failure.mayPass || attempt >= retries) throw new CliError(failure.message);
    const again = `retrying in ${formatGoDuration(retryDelay)} (${attempt + 1}/${retries})`;
    progress.waiting(`${failure.message}; ${again}`);
    await clock.sleep(retryDelay, signal);
  }
  progress.success(`Receiver ${namespace}/${name} triggered`);
}

/** The path that notification-controller gives to a Receiver. */
function webhookPath(token: string, name: string, namespace: string): string {
  return `/hook/${createHash('sha256').update(`${token}${name}${namespace}`).digest('hex')}`;
}

async function headersOf(
  flags: TriggerFlags,
  ports: Parameters<typeof oidcTokenOf>[1],
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const headers = { 'content-type': 'application/json', 'user-agent': `flux/v${fluxVersion}` };
  const { type, token = '', payload } = flags;
  if (type === signedType) {
    return { ...headers, 'x-signature': `sha256=${createHmac('sha256', token).update(payload).digest('hex')}` };
  }
  if (type !== oidcType) return headers;
  return { ...headers, authorization: `Bearer ${await oidcTokenOf(flags, ports, signal)}` };
}

interface Failure {
  readonly message: string;
  /** It is worth trying again. */
  readonly mayPass: boolean;
}

const passingStatuses = new Set([404, 408, 429, 500, 502, 503, 504]);

async function send(
  target: string,
  headers: Record<string, string>,
  body: string,
  fetch: Handler,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  let answer: Response;
  try {
    answer = await fetch(new Request(target, { method: 'POST', headers, body, signal }));
  } catch (thrown) {
    signal.throwIfAborted();
    const { message, cause } = thrown instanceof Error ? thrown : new Error(String(thrown));
    const why = cause instanceof Error && cause.message !== '' ? cause.message : message;
    return { message: `request to ${target} failed: ${why}`, mayPass: true };
  }
  const text = (await answer.text()).slice(0, maxAnswer).trim();
  if (answer.ok) return undefined;
  const status = `${answer.status} ${answer.statusText || (STATUS_CODES[answer.status] ?? '')}`.trim();
  const message = `request to ${target} failed with status ${status}${text === '' ? '' : `: ${text}`}`;
  return { message, mayPass: passingStatuses.has(answer.status) };
}
