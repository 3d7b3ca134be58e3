import { addressOf, hasReason, type KubeClient } from '@flux19/kube';
import { computeStatus, formatObject, type KubeObject, objectReference } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import { awaitObject } from '../../cluster/await-object.ts';
import { readInstallation } from '../../cluster/installation.ts';
import { newsOn } from '../../cluster/news-teller.ts';
import { upsertSecret } from '../../cluster/upsert-object.ts';
import { installObjects } from '../../installation/install-objects.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { confirmed } from '../../program/confirmed.ts';
import { deadline } from '../../program/deadline.ts';
import { addInstallOptions, type InstallFlags, installSettings } from './install-options.ts';
import { pullSecret } from './pull-secret.ts';

/** Under this name the CLI writes what belongs to the installation, as flux does. */
const fieldManager = 'flux';

/** `flux19 install`: Flux-19 into the cluster of a kubeconfig. */
export function addInstallVerb(program: Command, context: CliContext): void {
  const command = program
    .command('install')
    .description(
      'Install or upgrade Flux-19 in a cluster: the kinds of Flux, and one Deployment that does the work of its controllers. It does not install the controllers of the Flux project',
    );
  addInstallOptions(command).action(async (_: unknown, self: Command) => {
    await install(self.optsWithGlobals<InstallFlags>(), context);
  });
}

async function install(flags: InstallFlags, context: CliContext): Promise<void> {
  const { progress, terminal } = context;
  const settings = installSettings(flags);
  const objects = installObjects(settings);
  const text = objects.map((object) => `---\n${printYaml(object as never)}`).join('');
  if (flags.export === true) {
    terminal.out(text);
    return;
  }
  progress.generate('generating manifests');
  if (flags.verbose === true) terminal.out(text);
  progress.success('manifests build completed');
  progress.action(`installing components in ${settings.namespace} namespace`);
  const client = context.connect(flags);
  const signal = deadline(context, flags);
  await checkOverride(client, flags, context, signal);
  for (const object of objects) {
    await client.apply(object, { fieldManager, force: true }, signal);
    terminal.out(`${formatObject(objectReference(object))} applied\n`);
  }
  if ((flags.registryCreds ?? '') !== '') {
    progress.action(`generating image pull secret ${settings.imagePullSecret}`);
    await upsertSecret(client, pullSecret(settings, flags.registryCreds ?? ''), signal);
  }
  progress.waiting('verifying installation');
  await awaitDeployments(objects, client, flags, context, signal);
  progress.success('install finished');
}

/** Asks before it takes an installation over that something else looks after. */
async function checkOverride(
  client: KubeClient,
  { force }: InstallFlags,
  context: CliContext,
  signal: AbortSignal,
): Promise<void> {
  const existing = await readInstallation(client, signal).catch((thrown: unknown) => {
    if (hasReason(thrown, 'NotFound')) return undefined;
    throw new CliError(`cluster info unavailable: ${thrown instanceof Error ? thrown.message : String(thrown)}`, {
      cause: thrown,
    });
  });
  if (existing === undefined) return;
  if (existing.isBootstrapped) {
    throw new CliError(
      `this cluster has already been bootstrapped with Flux ${existing.distribution}! Change the repository that it follows to upgrade`,
    );
  }
  if (force === true || existing.distribution.startsWith('flux-')) return;
  await confirmed(
    `Flux ${existing.distribution} has been installed on this cluster by another tool. Override it`,
    context,
  );
}

async function awaitDeployments(
  objects: readonly KubeObject[],
  client: KubeClient,
  flags: InstallFlags,
  { clock, progress, terminal }: CliContext,
  signal: AbortSignal,
): Promise<void> {
  const tell = newsOn(terminal);
  for (const object of objects.filter(({ kind }) => kind === 'Deployment')) {
    const { name } = object.metadata;
    await awaitObject(
      {
        client,
        clock,
        address: addressOf(object),
        timeoutMs: flags.timeout,
        isDone: (current) => computeStatus(current).status === 'Current',
        tell: () => tell(`waiting for ${name}`),
      },
      signal,
    );
    progress.success(`${name}: deployment ready`);
  }
}
