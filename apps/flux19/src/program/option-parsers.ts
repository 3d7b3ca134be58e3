import { parseGoDuration } from '@flux19/expressions';
import { CliError } from './cli-error.ts';

/** Parses a flag as Go's durations; milliseconds. */
export function parseDuration(flag: string): (text: string) => number {
  return (text) => {
    try {
      return parseGoDuration(text);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(`invalid argument "${text}" for "--${flag}" flag: ${why}`, { cause });
    }
  };
}

/** Collects a flag that may be repeated and may hold several values, with commas between them. */
export function collectList(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), ...text.split(',').map((part) => part.trim())];
}
