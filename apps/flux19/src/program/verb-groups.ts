import type { Command } from 'commander';
import type { FluxKind, Words } from '../kinds/flux-kind.ts';

/** Finds or adds a command that only groups others: `create source`. */
export function groupCommand(parent: Command, word: string, description: string, alias?: string): Command {
  const known = parent.commands.find((command) => command.name() === word);
  if (known !== undefined) return known;
  const group = parent.command(word).description(description);
  return alias === undefined || alias === word ? group : group.alias(alias);
}

/** Adds the command of one kind below a verb, with its group when it has one. `description` is a sentence's beginning: `Suspend`. */
export function kindCommand(verb: Command, kind: FluxKind, description: string, words: Words = kind.words): Command {
  const [first, second] = words;
  const parent = second === undefined ? verb : groupCommand(verb, first, `${description} ${first}`, singular(first));
  const name = second ?? first;
  const aliases = kind.aliases.filter((alias) => alias !== name);
  return parent.command(name).description(`${description} ${kind.kind}`).aliases(aliases);
}

/** `sources` is also called `source`. */
function singular(word: string): string {
  return word.replace(/s$/, '');
}
