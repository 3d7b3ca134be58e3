import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { awaitReady } from '../cluster/await-ready.ts';
import type { FluxKind } from '../kinds/flux-kind.ts';
import { fluxKinds } from '../kinds/flux-kinds.ts';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { deadline } from '../program/deadline.ts';
import type { GlobalOptions } from '../program/global-options.ts';
import { kindCommand } from '../program/verb-groups.ts';

interface ResumeFlags extends GlobalOptions {
  readonly all?: boolean;
  /** Undefined when neither `--wait` nor `--wait=false` was given. */
  readonly wait?: boolean;
}

interface ResumeScene {
  readonly kind: FluxKind;
  readonly options: ResumeFlags;
  readonly context: CliContext;
  readonly client: KubeClient;
  readonly signal: AbortSignal;
}

/** `flux19 resume ...`: takes `spec.suspend` away, and waits for the pass that follows. */
export function addResumeVerbs(program: Command, context: CliContext): void {
  const resume = program
    .command('resume')
    .description('Resume suspended resources')
    .option('--all', 'resume all resources in that namespace')
    .option('--wait', 'waits for one resource to reconcile before moving to the next one')
    .option('--no-wait', 'does not wait, not even for a single resource');
  for (const kind of fluxKinds) {
    if (kind.canSuspend !== true) continue;
    kindCommand(resume, kind, 'Resume')
      .argument('[name...]')
      .action(async (names: readonly string[], _: unknown, self: Command) => {
        const options = self.optsWithGlobals<ResumeFlags>();
        if (names.length === 0 && options.all !== true) throw new CliError(`${kind.humanKind} name is required`);
        const client = context.connect(options);
        await resumeNamed(names, { kind, options, context, client, signal: deadline(context, options) });
      });
  }
}

async function resumeNamed(names: readonly string[], scene: ResumeScene): Promise<void> {
  const { kind, options } = scene;
  const resumed: KubeObject[] = [];
  if (names.length === 0) resumed.push(...(await resume(undefined, '', scene)));
  // Flux: a name that is not there is reported as the first one of the line.
  for (const name of new Set(names)) resumed.push(...(await resume(name, names[0] ?? '', scene)));
  // Flux: one name given once is waited for without being asked.
  if (!(options.wait ?? names.length === 1)) return;
  const results = await Promise.all(resumed.map((object) => settle(object, scene)));
  const failures = results.toSorted(byName).filter((result) => !isReported(result, scene));
  if (failures.length > 0) throw new CliError(`reconciliation failed for ${failures.length} ${kind.kind}(s)`);
}

/** Resumes the object of a name, or all. */
async function resume(name: string | undefined, shown: string, scene: ResumeScene): Promise<readonly KubeObject[]> {
  const { kind, client, signal } = scene;
  const { progress } = scene.context;
  const { namespace } = scene.options;
  const selected = name === undefined ? {} : { fieldSelector: `metadata.name=${name}` };
  const { items } = await client.list(kind, { namespace, ...selected }, signal);
  if (items.length === 0) {
    if (name === undefined) progress.failure(`no ${kind.kind} objects found in ${namespace} namespace`);
    else progress.failure(`${kind.kind} object '${shown}' not found in ${namespace} namespace`);
  }
  for (const { apiVersion, metadata } of items) {
    progress.action(`resuming ${kind.humanKind} ${metadata.name} in ${namespace} namespace`);
    const address = { apiVersion, kind: kind.kind, namespace, name: metadata.name };
    await client.patch(address, { spec: { suspend: null } }, { type: 'merge' }, signal);
    progress.success(`${kind.humanKind} resumed`);
  }
  return items;
}

interface Settled {
  readonly name: string;
  readonly object?: KubeObject;
  readonly failure?: string;
}

function byName(a: Settled, b: Settled): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}

async function settle({ metadata: { name } }: KubeObject, scene: ResumeScene): Promise<Settled> {
  const { kind, options, context, client, signal } = scene;
  context.progress.waiting(`waiting for ${kind.kind} reconciliation`);
  try {
    const address = { apiVersion: kind.apiVersion, kind: kind.kind, namespace: options.namespace, name };
    return { name, object: await awaitReady({ kind, address, client, context, timeoutMs: options.timeout }, signal) };
  } catch (thrown) {
    if (context.signal.aborted || !(thrown instanceof Error)) throw thrown;
    return { name, failure: thrown.message };
  }
}

function isReported({ name, object, failure = '' }: Settled, { kind, context: { progress } }: ResumeScene): boolean {
  if (object === undefined) {
    progress.failure(`${kind.kind} ${name} reconciliation failed: ${failure}`);
    return false;
  }
  progress.success(`${kind.kind} ${name} reconciliation completed`);
  progress.success(kind.successMessage(object));
  return true;
}
