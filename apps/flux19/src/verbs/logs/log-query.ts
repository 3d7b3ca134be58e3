import { CliError } from '../../program/cli-error.ts';
import { invalidArgument } from '../../program/option-parsers.ts';

/** Flags that choose which part of a log to read. */
export interface LogRange {
  readonly follow?: boolean;
  readonly tail?: string;
  readonly sinceTime?: string;
  /** Milliseconds. */
  readonly since?: number;
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** The query of a request for a log. Throws CliError. */
export function logQuery({ follow, tail, sinceTime = '', since = 0 }: LogRange): string {
  if (sinceTime !== '' && since !== 0) {
    throw new CliError('at most one of `sinceTime` or `sinceDuration` may be specified');
  }
  if (sinceTime !== '' && !rfc3339.test(sinceTime)) throw new CliError(`${sinceTime} is not a valid (RFC3339) time`);
  if (tail !== undefined && !/^-?\d+$/.test(tail)) {
    throw invalidArgument('tail', tail, `strconv.ParseInt: parsing "${tail}": invalid syntax`);
  }
  return new URLSearchParams({
    ...(follow === true ? { follow: 'true' } : {}),
    ...(tail === undefined || Number(tail) < 0 ? {} : { tailLines: tail }),
    ...(sinceTime === '' ? {} : { sinceTime }),
    ...(since === 0 ? {} : { sinceSeconds: String(Math.round(since / 1000)) }),
  }).toString();
}
