import type { Command } from 'commander';
import type { FluxKind } from '../kinds/flux-kind.ts';

/** Finds or adds a command that only groups others: `create source`. */
export function groupCommand(parent: Command, word: string, description: string, aliases: readonly string[] = []): Command {
  const known = parent.commands.find((command) => command.name() === word);
  return known ?? parent.command(word).description(description).aliases([...aliases]);
}

/** Adds the command of one kind below a verb, with its group when it has one. */
export function kindCommand(verb: Command, kind: FluxKind, description: string): Command {
  const [first, second] = kind.words;
  const aliases = kind.aliases.filter((alias) => alias !== (second ?? first));
  if (second === undefined) return verb.command(first).description(description).aliases(aliases);
  return groupCommand(verb, first, `${description} and its siblings`).command(second).description(description).aliases(aliases);
}
