import type { Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';

/** What the line of flux calls `get sources git`: the words from the program's name on. */
export function commandPath(command: Command): string {
  return command.parent === null ? command.name() : `${commandPath(command.parent)} ${command.name()}`;
}

/** Turns an error of the parser into flux's words, and what to do next. */
export function usageError(error: CommanderError, command: Command): CliError {
  const text = error.message.replace(/^error: /, '');
  const [message = ''] = text.split('\n');
  const guess = /\(Did you mean (?:one of )?(.*)\?\)/.exec(text)?.[1];
  const hints = [
    ...(guess === undefined ? [] : [`did you mean ${guess}?`]),
    `what there is: ${commandPath(command)} --help`,
  ];
  const translate = translations[error.code];
  return new CliError(translate === undefined ? message : translate(message, command), { cause: error, hints });
}

const translations: Readonly<Record<string, (message: string, command: Command) => string>> = {
  'commander.unknownOption': (message) => unknownFlag(quoted(message)),
  'commander.unknownCommand': (message, command) => unknownCommand(quoted(message), command),
  'commander.optionMissingArgument': (message) => missingValue(quoted(message)),
  'commander.excessArguments': (_, command) => excessArguments(command),
};

function quoted(message: string): string {
  return /'([^']*)'/.exec(message)?.[1] ?? '';
}

function unknownFlag(flag: string): string {
  if (flag.startsWith('--')) return `unknown flag: ${flag.replace(/=.*$/, '')}`;
  return `unknown shorthand flag: '${flag.slice(1, 2)}' in ${flag}`;
}

function unknownCommand(word: string, command: Command): string {
  return `unknown command "${word}" for "${commandPath(command)}"`;
}

function missingValue(flags: string): string {
  const long = /--[a-z0-9-]+/.exec(flags)?.[0];
  return `flag needs an argument: ${long ?? flags}`;
}

function excessArguments(command: Command): string {
  const most = command.registeredArguments.length;
  const { args } = command;
  if (most === 0) return unknownCommand(args[0] ?? '', command);
  return `accepts at most ${most} arg(s), received ${args.length}`;
}
