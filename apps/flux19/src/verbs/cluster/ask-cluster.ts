import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import type { GlobalOptions } from '../../program/global-options.ts';

/** A path that only the embedded cluster has. */
type OwnPath = `/flux19.io/${string}`;

/** Asks the embedded cluster for what other clusters do not have. Throws CliError with the reason when it refuses. */
export async function askCluster(
  path: OwnPath,
  { method = 'GET', body }: { readonly method?: string; readonly body?: string },
  options: GlobalOptions,
  context: CliContext,
): Promise<string> {
  const client = context.connect(options);
  const headers = body === undefined ? {} : { headers: { 'content-type': 'application/yaml' } };
  const response = await client.request(path, { method, body, ...headers }, context.signal);
  const text = await response.text();
  if (response.ok) return text;
  if (response.status === 404 && !text.startsWith('{')) {
    throw new CliError(`${client.server} is no embedded cluster of flux19`, {
      hints: ['`flux19 cluster` and `flux19 up` run one; --kubeconfig names it'],
    });
  }
  throw new CliError(messageOf(text) ?? `${client.server} answered ${response.status}`);
}

function messageOf(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
