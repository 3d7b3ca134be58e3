import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ClusterSnapshot, parseSnapshot, SnapshotError } from '@flux19/cluster';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';

type Place = Pick<CliContext, 'workingFolder'>;

/** Reads a snapshot that a flag names. Throws CliError for a file that cannot be read or is none. */
export function readSnapshotFile(path: string, { workingFolder }: Place): ClusterSnapshot {
  try {
    return parseSnapshot(readFileSync(resolve(workingFolder, path), 'utf8'));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const hints = cause instanceof SnapshotError ? ['`flux19 cluster snapshot save FILE` writes such files'] : [];
    throw new CliError(`cannot read the snapshot ${path}: ${why}`, { cause, hints });
  }
}

/** Writes a snapshot for its owner's eyes only: it holds every Secret of the cluster. Throws CliError. */
export function writeSnapshotFile(path: string, text: string, { workingFolder }: Place): void {
  try {
    writeFileSync(resolve(workingFolder, path), text, { mode: 0o600 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`cannot write the snapshot ${path}: ${why}`, { cause });
  }
}
