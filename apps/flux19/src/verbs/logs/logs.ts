import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline, isTimeout } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { oneOf, parseDuration } from '../../program/option-parsers.ts';
import { readControllerPods } from './controller-pods.ts';
import { formatEntry, type LogFilter, parseEntry } from './log-entry.ts';
import { logQuery } from './log-query.ts';
import { readLines } from './read-lines.ts';

interface LogFlags extends GlobalOptions {
  readonly level?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly follow?: boolean;
  readonly tail?: string;
  readonly fluxNamespace: string;
  readonly allNamespaces?: boolean;
  readonly sinceTime?: string;
  /** Milliseconds. */
  readonly since?: number;
}

/** `flux19 logs`: what the controllers of Flux write, one readable line each. */
export function addLogsVerb(program: Command, context: CliContext): void {
  program
    .command('logs')
    .description('Display formatted logs for Flux components')
    .option('--level <level>', 'log level: debug, info or error', parseLevel)
    .option('--kind <kind>', 'displays errors of a particular toolkit kind e.g GitRepository')
    .option('--name <name>', 'specifies the name of the object logs to be displayed')
    .option('-f, --follow', 'specifies if the logs should be streamed')
    .option('--tail <lines>', 'lines of recent log file to display')
    .option('--flux-namespace <namespace>', 'the namespace where the Flux components are running', 'flux-system')
    .option('-A, --all-namespaces', 'displays logs for objects across all namespaces')
    .option('--since-time <time>', 'only return logs after a specific date (RFC3339)')
    .option(
      '--since <duration>',
      'only return logs newer than a relative duration like 5s, 2m, or 3h',
      parseDuration('since'),
    )
    .action(async (_: unknown, self: Command) => {
      await showLogs(self.optsWithGlobals<LogFlags>(), context);
    });
}

const parseLevel = oneOf('level', ['debug', 'info', 'error'], {
  what: 'log level',
  none: 'no log level given, must be one of: debug, info, error',
  separator: ', ',
});

async function showLogs(options: LogFlags, context: CliContext): Promise<void> {
  const query = logQuery(options);
  const { fluxNamespace, follow = false } = options;
  const client = context.connect(options);
  const signal = deadline(context, options);
  const pods = await readControllerPods(client, fluxNamespace, signal);
  if (pods.length === 0) {
    throw new CliError(`no Flux pods found in namespace "${fluxNamespace}"`, {
      hints: ['the controllers may run elsewhere: name their namespace by --flux-namespace', 'flux19 check'],
    });
  }
  const filter = filterOf(options);
  const show = async (pod: { readonly name: string; readonly container?: string }): Promise<void> => {
    const container = pod.container === undefined ? '' : `&container=${encodeURIComponent(pod.container)}`;
    const path = `/api/v1/namespaces/${fluxNamespace}/pods/${encodeURIComponent(pod.name)}/log?${query}${container}`;
    for await (const line of readLines(client, path, follow, signal)) {
      const entry = parseEntry(line);
      if (entry !== undefined && filter(entry)) context.terminal.out(formatEntry(entry));
    }
  };
  try {
    if (follow) await Promise.all(pods.map(show));
    else for (const pod of pods) await show(pod);
  } catch (thrown) {
    if (!(follow && isTimeout(thrown))) throw thrown;
  }
}

function filterOf({ level, kind, name, allNamespaces = false, namespace }: LogFlags): LogFilter {
  const same = (wanted: string | undefined, found: string): boolean =>
    wanted === undefined || wanted.toLowerCase() === found.toLowerCase();
  return (entry) =>
    same(level, entry.level) &&
    (same(kind, entry.kind) || same(kind, entry.controllerKind)) &&
    same(name, entry.name) &&
    (allNamespaces || same(namespace, entry.namespace));
}
