import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import {
  type Cluster,
  type ClusterOptions,
  type PodRuntime,
  printSnapshot,
  SnapshotError,
  StorageError,
  startCluster,
} from '@flux19/cluster';
import type { Listener } from '@flux19/listener';
import { createLogger, type Logger } from '@flux19/runtime';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { type ClusterInputFlags, type ClusterInputs, readClusterInputs } from './cluster-inputs.ts';
import type { LogLevelFlag } from './controller-flags.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { runBesideCluster } from './run-beside-cluster.ts';
import { writeSnapshotFile } from './snapshot-file.ts';

export interface ClusterFlags extends ClusterInputFlags {
  readonly port?: number | undefined;
  readonly data?: string | undefined;
  readonly output?: string;
  /** Where to write the kubeconfig, besides the data folder. */
  readonly kubeconfig?: string | undefined;
  readonly verbose?: boolean;
  readonly authorizationMode?: 'RBAC' | 'AlwaysAllow';
  /** A file for the state of the cluster when it ends. */
  readonly saveSnapshot?: string;
}

/** A cluster that listens on a port, and the file by which clients find it. */
export interface ListeningCluster {
  readonly cluster: Cluster;
  readonly listener: Listener;
  readonly kubeconfig: string;
}

/**
 * `flux19 cluster`: runs until the process is told to stop or, given a command, until that has ended.
 * @param command a program and its arguments; runs with KUBECONFIG set. Throws CliError with its exit code when that is not 0.
 */
export async function runClusterCommand(
  flags: ClusterFlags,
  context: CliContext,
  command: readonly string[],
): Promise<void> {
  const inputs = readClusterInputs(flags, context);
  const data = openDataFolder(flags.data);
  try {
    const { cluster, listener, kubeconfig } = await listenCluster(
      { ...flags, inputs },
      flags.data !== undefined,
      data,
      commandLog(flags, data, context),
    );
    try {
      if (command.length > 0) return await runBesideCluster(command, kubeconfig, context);
      announce({ server: listener.url, kubeconfig }, flags, context);
      await untilStopped(context.signal);
    } finally {
      if (flags.saveSnapshot !== undefined)
        writeSnapshotFile(flags.saveSnapshot, printSnapshot(cluster.snapshot()), context);
      await cluster.close();
    }
  } finally {
    data.dispose();
  }
}

/** Starts a cluster in a data folder and writes its kubeconfig. Throws CliError when the folder or the port cannot be had. */
export async function listenCluster(
  flags: Pick<ClusterFlags, 'port' | 'kubeconfig' | 'authorizationMode'> &
    Pick<ClusterOptions, 'podLogs'> & { readonly inputs?: ClusterInputs },
  isKept: boolean,
  data: DataFolder,
  log: Logger,
  podRuntime?: PodRuntime,
): Promise<ListeningCluster> {
  try {
    const cluster = await startCluster({
      log,
      authorization: flags.authorizationMode ?? 'RBAC',
      ...flags.inputs,
      ...(isKept ? { dataFolder: data.cluster } : {}),
      ...(podRuntime === undefined ? {} : { podRuntime }),
      ...(flags.podLogs === undefined ? {} : { podLogs: flags.podLogs }),
    });
    const listener = await listenOn(cluster, flags.port);
    const kubeconfig = flags.kubeconfig ?? data.kubeconfig;
    writeFileSync(kubeconfig, cluster.kubeconfigFor(listener.url), { mode: 0o600 });
    return { cluster, listener, kubeconfig };
  } catch (cause) {
    if (cause instanceof StorageError || cause instanceof SnapshotError) throw new CliError(cause.message, { cause });
    throw cause;
  }
}

async function listenOn(cluster: Cluster, port: number | undefined): Promise<Listener> {
  try {
    return await cluster.listen(port ?? 0);
  } catch (cause) {
    await cluster.close();
    const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
    const why = isTaken ? 'another program uses it' : String(cause);
    throw new CliError(`cannot listen on port ${port}: ${why}; choose another with --port`, { cause });
  }
}

export interface LogFlags {
  /** To standard error instead of a file. */
  readonly verbose?: boolean;
  readonly logLevel?: LogLevelFlag;
}

/** The log of a program whose progress is told in other words: a file, or standard error for who wants to see everything. */
export function commandLog(flags: LogFlags, data: DataFolder, { terminal }: CliContext): Logger {
  const write = (line: string): void =>
    flags.verbose === true ? terminal.err(line.trimEnd()) : appendFileSync(data.logFile, line);
  return createLogger({ level: flags.logLevel ?? 'info', write });
}

/** Tells the addresses: for people on standard error, for programs as one line of JSON on standard output. */
export function announce(
  addresses: Readonly<Record<string, string>>,
  { output }: { readonly output?: string },
  { terminal, progress }: CliContext,
): void {
  if (output === 'json') terminal.out(`${JSON.stringify(addresses)}\n`);
  for (const [name, value] of Object.entries(addresses)) progress.success(`${name}: ${value}`);
  if (addresses['kubeconfig'] !== undefined) progress.action(`export KUBECONFIG=${addresses['kubeconfig']}`);
}

/** Resolves when the process is told to stop. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  // A signal handler alone does not keep a process alive.
  const alive = setInterval(() => undefined, 2 ** 30);
  await once(signal, 'abort');
  clearInterval(alive);
}
