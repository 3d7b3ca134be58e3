import type { Command, Option } from 'commander';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { commandPath } from '../program/commander-texts.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { type CommandLine, readCommandLine } from './command-line.ts';

/** One word that would fit, and what it means. */
export interface Suggestion {
  readonly word: string;
  readonly description: string;
}

/** Names have to be there before the person gives up on the TAB key. */
const patienceMs = 2000;

/** What may stand for the last of these words. Asks the cluster for names; nothing fails here, there is only nothing to suggest. */
export async function suggest(
  program: Command,
  words: readonly string[],
  context: CliContext,
): Promise<readonly Suggestion[]> {
  const line = readCommandLine(program, words);
  const all = await candidates(line, context);
  return all.filter(({ word }) => word.startsWith(line.current));
}

async function candidates(line: CommandLine, context: CliContext): Promise<readonly Suggestion[]> {
  if (line.awaiting !== undefined) {
    return line.awaiting.long === '--namespace'
      ? await names({ apiVersion: 'v1', kind: 'Namespace' }, line, context)
      : [];
  }
  if (line.current.startsWith('-')) return options(line.command);
  const commands = line.command.commands.filter((command) => !isHidden(command));
  if (commands.length > 0)
    return commands.map((command) => ({ word: command.name(), description: command.description() }));
  const kind = kindOf(line.command);
  return kind === undefined ? [] : await names(kind, line, context);
}

/** The kind whose names may follow a command: `get sources git` is about GitRepository. */
function kindOf(command: Command): FluxKind | undefined {
  const [, , ...words] = commandPath(command).split(' ');
  const path = words.join(' ');
  return fluxKinds.find((kind) => kind.words.join(' ') === path || kind.getWords.join(' ') === path);
}

function isHidden(command: Command): boolean {
  return command.name() === 'complete';
}

function options(command: Command): readonly Suggestion[] {
  const chain: Option[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) chain.push(...at.options);
  return chain.map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
}

async function names(
  resource: { readonly apiVersion: string; readonly kind: string },
  { options: given }: CommandLine,
  context: CliContext,
): Promise<readonly Suggestion[]> {
  const flags = { timeout: patienceMs, ...given } as GlobalOptions;
  const namespace = resource.kind === 'Namespace' ? undefined : flags.namespace;
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(patienceMs)]);
  try {
    const { items } = await context.connect(flags).list(resource, { namespace, isMetadataOnly: true }, signal);
    return items.map(({ metadata }) => ({ word: metadata.name, description: resource.kind }));
  } catch {
    // A cluster that cannot be asked has no names to suggest, and a prompt is no place for its reasons.
    return [];
  }
}

/** As the shells' scripts read it: a suggestion a line, then what the shell may add: 4 = no names of files. */
export function formatCompletions(suggestions: readonly Suggestion[]): string {
  const lines = suggestions.map(({ word, description }) => `${word}\t${description.split('\n')[0] ?? ''}\n`);
  return `${lines.join('')}:4\n`;
}
