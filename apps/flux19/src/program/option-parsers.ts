import { parseGoDuration } from '@flux19/expressions';
import { CliError } from './cli-error.ts';

/** What flux says when a flag has a value that it cannot have. */
export function invalidArgument(flag: string, text: string, why: string, options?: ErrorOptions): CliError {
  return new CliError(`invalid argument "${text}" for "--${flag}" flag: ${why}`, options);
}

/** Parses a flag as Go's durations; milliseconds. */
export function parseDuration(flag: string): (text: string) => number {
  return (text) => {
    try {
      return parseGoDuration(text);
    } catch (cause) {
      throw invalidArgument(flag, text, cause instanceof Error ? cause.message : String(cause), { cause });
    }
  };
}

/** Collects a flag that may be repeated and may hold several values, with commas between them. */
export function collectList(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',')];
}

/** Parses a flag that takes one of a few words. `none` is what flux says to an empty one, `what` names the flag in its sentence. */
export function oneOf(
  flag: string,
  words: readonly string[],
  { what, none, separator = '|' }: { readonly what: string; readonly none: string; readonly separator?: string },
): (text: string) => string {
  return (text) => {
    if (text.trim() === '') throw invalidArgument(flag, text, none);
    if (words.includes(text)) return text;
    throw invalidArgument(flag, text, `${what} '${text}' is not supported, must be one of: ${words.join(separator)}`);
  };
}
