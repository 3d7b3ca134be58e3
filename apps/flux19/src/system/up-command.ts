import { resolve } from 'node:path';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { tellAdvice } from './advice-watch.ts';
import { announce, type ClusterFlags, commandLog, untilStopped } from './cluster-command.ts';
import type { ControllerFlags } from './controller-flags.ts';
import { controllerSettings } from './controller-settings.ts';
import { openDataFolder } from './data-folder.ts';
import { type LocalRepository, openLocalRepository } from './local-repository.ts';
import { tellReadiness } from './readiness-watch.ts';
import { type FluxSystem, startSystem } from './start-system.ts';
import { syncObjects } from './sync-objects.ts';
import { watchReferences } from './watch-references.ts';

export interface UpFlags extends ClusterFlags, ControllerFlags {
  readonly namespace: string;
  readonly repo?: string;
  readonly branch?: string;
  readonly path: string;
  readonly runImages?: boolean;
}

/** Name under which the git server offers the repository of `--repo PATH`. */
const linkedName = 'repo';

/** A local repository is watched, so that its interval is only the safety net; one elsewhere is asked as Flux asks. */
const intervals = { local: '1m0s', remote: '1m0s', kustomization: '10m0s' } as const;

/** `flux19 up`: runs until the process is told to stop. */
export async function runUpCommand(flags: UpFlags, context: CliContext): Promise<void> {
  const { progress, clock, signal } = context;
  const local = localRepositoryOf(flags, context);
  progress.action('starting the embedded cluster, the controllers and the git server');
  const began = clock.now();
  const data = openDataFolder(flags.data);
  const system = await startSystem({
    namespace: flags.namespace,
    settings: controllerSettings(flags, flags.namespace),
    port: flags.port,
    kubeconfig: flags.kubeconfig,
    data,
    isKept: flags.data !== undefined,
    runsImages: flags.runImages === true,
    clock,
    log: commandLog(flags, data, context),
    searchPath: context.environment['PATH'] ?? '',
    linkedRepositories: new Map(local === undefined ? [] : [[linkedName, local.gitFolder]]),
  });
  const telling = new AbortController();
  try {
    announce(addressesOf(system), flags, context);
    progress.success(`ready after ${Math.round(clock.now() - began)} ms`);
    const untilEnd = AbortSignal.any([signal, telling.signal]);
    void tellReadiness(system.client, clock, progress, untilEnd);
    tellAdvice(system.client, clock, progress, untilEnd).catch(() => undefined);
    if (flags.repo !== undefined) await follow(system, flags, local, context);
    progress.action('press Ctrl-C to stop');
    await untilStopped(signal);
    progress.action('stopping');
  } finally {
    telling.abort(new Error('the system is closing'));
    await system.close();
  }
}

function localRepositoryOf({ repo }: UpFlags, { workingFolder }: CliContext): LocalRepository | undefined {
  if (repo === undefined || /^(https?|ssh):\/\//.test(repo)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:/i.test(repo) || repo.startsWith('-')) {
    throw new CliError(`--repo ${repo}: give an address that begins with https://, http:// or ssh://, or a folder`);
  }
  return openLocalRepository(resolve(workingFolder, repo));
}

function addressesOf({ api, git, registry, controllers, token, data }: FluxSystem): Record<string, string> {
  return {
    server: api.listener.url,
    kubeconfig: api.kubeconfig,
    git: git.listener.url,
    registry: registry.listener.url,
    token,
    repositories: data.repositories,
    artifacts: controllers.artifacts.url,
    metrics: controllers.metrics.url,
    receivers: controllers.receivers.url,
    log: data.logFile,
  };
}

/** Makes the cluster follow the repository, and reacts at once to commits when it is on this machine. */
async function follow(
  { client, git, controllers }: FluxSystem,
  flags: UpFlags,
  local: LocalRepository | undefined,
  { signal, progress }: CliContext,
): Promise<void> {
  const url = local === undefined ? (flags.repo ?? '') : `${git.listener.url}/${linkedName}`;
  const branch = flags.branch ?? local?.branch ?? 'main';
  const objects = syncObjects({
    url,
    branch,
    path: flags.path,
    namespace: flags.namespace,
    sourceInterval: local === undefined ? intervals.remote : intervals.local,
    kustomizationInterval: intervals.kustomization,
  });
  for (const object of objects) await client.apply(object, { fieldManager: 'flux', force: true }, signal);
  progress.action(`following ${flags.repo} at ${branch}, folder ${flags.path}`);
  if (local !== undefined) watchReferences(local.gitFolder, () => controllers.noticePush(url), signal);
}
