import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';

/** Certificates and keys are smaller by far. */
const maxBytes = 1 << 20;

/** Reads a file that a flag names. `what` begins the message. Throws CliError in Go's words: `unable to read TLS CA file: open x: no such file or directory`. */
export function readFlagFile(path: string, what: string, { workingFolder }: CliContext): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(resolve(workingFolder, path));
  } catch (cause) {
    throw new CliError(`${what}: open ${path}: ${reasonOf(cause)}`, { cause });
  }
  if (bytes.byteLength > maxBytes) throw new CliError(`${what}: ${path} is larger than 1 MiB`);
  return bytes.toString('utf8');
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or directory'],
  ['EACCES', 'permission denied'],
  ['EISDIR', 'is a directory'],
  ['ENOTDIR', 'not a directory'],
]);

function reasonOf(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return reasons.get(code) ?? (cause instanceof Error ? cause.message : String(cause));
}
