import type { Command } from 'commander';
import type { CliContext } from '../../program/cli-context.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { collectList } from '../../program/option-parsers.ts';
import { askCluster } from '../cluster/ask-cluster.ts';
import { faultTable } from './fault-table.ts';
import { type FaultFlags, type FaultList, readRules } from './read-rules.ts';

const path = '/flux19.io/faults';

/** `flux19 faults`: what goes wrong on purpose in a running embedded cluster. */
export function addFaultsVerb(program: Command, context: CliContext): void {
  const faults = program
    .command('faults')
    .description('Let requests to a running embedded cluster go wrong on purpose');
  addMatchFlags(faults.command('add [file]'))
    .description('Add rules from a file (- is standard input), or one rule by flags')
    .action((file: string | undefined, _: unknown, command: Command) =>
      addFaults(file, command.optsWithGlobals<FaultFlags & GlobalOptions>(), context),
    );
  faults
    .command('list')
    .description('List the rules, and how often they hit')
    .option('-o, --output <format>', 'json or yaml')
    .action((_: unknown, command: Command) =>
      listFaults(command.optsWithGlobals<GlobalOptions & { readonly output?: string }>(), context),
    );
  faults
    .command('remove <name...>')
    .description('Take rules back')
    .action((names: readonly string[], _: unknown, command: Command) =>
      removeFaults(names, command.optsWithGlobals(), context),
    );
  faults
    .command('clear')
    .description('Take all rules back')
    .action((_: unknown, command: Command) => clearFaults(command.optsWithGlobals(), context));
}

function addMatchFlags(command: Command): Command {
  return command
    .option('--name <name>', 'name of the rule; made up when not given')
    .option('--status <code>', 'answer with this status and do nothing', Number)
    .option('--message <text>', 'message of that status')
    .option('--retry-after <seconds>', 'seconds after which to try again, with --status', Number)
    .option('--delay <ms>', 'carry out after so many milliseconds', Number)
    .option('--truncate <bytes>', 'break the connection off after so many bytes of the body', Number)
    .option('--stall <bytes>', 'send nothing more after so many bytes of the body', Number)
    .option('--drop-watch <events>', 'end a watch after so many events', Number)
    .option('--expire-watch <events>', 'end a watch with 410 Expired after so many events', Number)
    .option('--reset', 'break the connection off and do nothing')
    .option('--lose-answer', 'carry out, then break the connection off')
    .option('--restart <ms>', 'break all connections off and be away for so many milliseconds', Number)
    .option('--verbs <list>', 'get, list, watch, create, update, patch, delete, deletecollection', collectList)
    .option('--resources <list>', 'plurals: deployments, deployments.apps', collectList)
    .option('--kinds <list>', 'kinds: Deployment', collectList)
    .option('--subresources <list>', 'status, scale...', collectList)
    .option('--namespaces <list>', 'namespaces of objects', collectList)
    .option('--names <list>', 'names of objects', collectList)
    .option('--users <list>', 'names of users', collectList)
    .option('--user-agents <list>', 'clients by their user agent; as everywhere, * is any text', collectList)
    .option('--probability <number>', 'how many of the requests, from 0 to 1', Number)
    .option('--seed <number>', 'where the draws for the probability start', Number)
    .option('--skip <number>', 'let so many requests pass first', Number)
    .option('--times <number>', 'hit so many requests', Number);
}

async function addFaults(
  file: string | undefined,
  flags: FaultFlags & GlobalOptions,
  context: CliContext,
): Promise<void> {
  const rules = await readRules(file, flags, context);
  const answer = await askCluster(path, { method: 'POST', body: JSON.stringify({ faults: rules }) }, flags, context);
  const { items } = JSON.parse(answer) as FaultList;
  for (const { name } of items) context.progress.success(`fault ${name} added`);
}

async function listFaults(options: GlobalOptions & { readonly output?: string }, context: CliContext): Promise<void> {
  const { items } = JSON.parse(await askCluster(path, {}, options, context)) as FaultList;
  context.terminal.out(faultTable(items, options.output));
}

async function removeFaults(names: readonly string[], options: GlobalOptions, context: CliContext): Promise<void> {
  for (const name of names) {
    await askCluster(`${path}/${encodeURIComponent(name)}`, { method: 'DELETE' }, options, context);
    context.progress.success(`fault ${name} removed`);
  }
}

async function clearFaults(options: GlobalOptions, context: CliContext): Promise<void> {
  const { message } = JSON.parse(await askCluster(path, { method: 'DELETE' }, options, context)) as {
    readonly message: string;
  };
  context.progress.success(message);
}
