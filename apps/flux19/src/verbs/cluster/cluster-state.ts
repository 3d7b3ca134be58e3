import { printSnapshot } from '@flux19/cluster';
import type { CliContext } from '../../program/cli-context.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { parseDuration } from '../../program/option-parsers.ts';
import { readSnapshotFile, writeSnapshotFile } from '../../system/snapshot-file.ts';
import { askCluster } from './ask-cluster.ts';

/** `flux19 cluster snapshot save`: writes the state of a running cluster. */
export async function saveSnapshot(file: string, options: GlobalOptions, context: CliContext): Promise<void> {
  writeSnapshotFile(file, await askCluster('/flux19.io/snapshot', {}, options, context), context);
  context.progress.success(`snapshot saved to ${file}`);
}

/** `flux19 cluster snapshot restore`: brings a running cluster back. */
export async function restoreSnapshot(file: string, options: GlobalOptions, context: CliContext): Promise<void> {
  const body = printSnapshot(readSnapshotFile(file, context));
  await askCluster('/flux19.io/snapshot', { method: 'PUT', body }, options, context);
  context.progress.success(`cluster restored from ${file}`);
}

/** `flux19 cluster clock advance`: moves the time of a cluster that tests have in hands. */
export async function advanceClock(duration: string, options: GlobalOptions, context: CliContext): Promise<void> {
  const body = JSON.stringify({ advanceMs: Math.round(parseDuration('duration')(duration)) });
  const told = JSON.parse(await askCluster('/flux19.io/clock', { method: 'POST', body }, options, context)) as {
    readonly now: string;
  };
  context.terminal.out(`${told.now}\n`);
}
