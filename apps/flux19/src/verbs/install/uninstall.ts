import { addressOf, hasReason, type KubeClient, NoMatchError } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Command } from 'commander';
import { partOfFlux } from '../../cluster/installation.ts';
import { fluxKinds } from '../../kinds/flux-kinds.ts';
import type { CliContext } from '../../program/cli-context.ts';
import { confirmed } from '../../program/confirmed.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';

interface UninstallFlags extends GlobalOptions {
  readonly keepNamespace?: boolean;
  readonly dryRun?: boolean;
  readonly silent?: boolean;
}

/** `flux19 uninstall`: takes an installation out of a cluster; what it has applied stays. */
export function addUninstallVerb(program: Command, context: CliContext): void {
  program
    .command('uninstall')
    .description('Uninstall Flux or Flux-19 and its custom resource definitions; what was applied stays')
    .option('--keep-namespace', 'skip namespace deletion')
    .option('--dry-run', 'only print the objects that would be deleted')
    .option('-s, --silent', 'delete components without asking for confirmation')
    .action(async (_: unknown, self: Command) => {
      await uninstall(self.optsWithGlobals<UninstallFlags>(), context);
    });
}

interface Kind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly isClusterWide?: boolean;
}

const components: readonly Kind[] = [
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', isClusterWide: true },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', isClusterWide: true },
];

const definitions: Kind = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  isClusterWide: true,
};

async function uninstall(flags: UninstallFlags, context: CliContext): Promise<void> {
  const { progress } = context;
  const client = context.connect(flags);
  const signal = deadline(context, flags);
  const { namespace, dryRun = false } = flags;
  if (!dryRun && flags.silent !== true) {
    await confirmed('Are you sure you want to delete Flux and its custom resource definitions', context);
  }
  const remover = new Remover(client, context, dryRun, signal);
  progress.action(`deleting components in ${namespace} namespace`);
  for (const kind of components) await remover.removeAll(kind, namespace);
  progress.action('deleting toolkit.fluxcd.io finalizers in all namespaces');
  for (const kind of fluxKinds) await remover.releaseAll(kind);
  progress.action('deleting toolkit.fluxcd.io custom resource definitions');
  await remover.removeAll(definitions, namespace);
  if (flags.keepNamespace !== true) {
    await remover.remove({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  }
  progress.success('uninstall finished');
}

/** Deletes object by object, and tells each; a failure hinders none of the others. */
class Remover {
  readonly #client: KubeClient;
  readonly #context: CliContext;
  readonly #isDryRun: boolean;
  readonly #signal: AbortSignal;

  constructor(client: KubeClient, context: CliContext, isDryRun: boolean, signal: AbortSignal) {
    this.#client = client;
    this.#context = context;
    this.#isDryRun = isDryRun;
    this.#signal = signal;
  }

  async removeAll(kind: Kind, namespace: string): Promise<void> {
    const where = kind.isClusterWide === true ? {} : { namespace };
    for (const object of await this.#list(kind, { ...where, labelSelector: partOfFlux })) await this.remove(object);
  }

  async remove(object: KubeObject): Promise<void> {
    await this.#attempt(
      async () => {
        await this.#client.delete(addressOf(object), { dryRun: this.#isDryRun }, this.#signal);
      },
      { done: `${nameOf(object)} deleted`, failed: `${nameOf(object)} deletion failed` },
    );
  }

  /** Takes the finalizers off: nobody is left who would. */
  async releaseAll(kind: Kind): Promise<void> {
    for (const object of await this.#list(kind, {})) {
      const released = { ...object, metadata: { ...object.metadata, finalizers: [] } };
      await this.#attempt(
        async () => {
          await this.#client.update(released, { dryRun: this.#isDryRun }, this.#signal);
        },
        { done: `${nameOf(object)} finalizers deleted`, failed: `${nameOf(object)} removing finalizers failed` },
      );
    }
  }

  async #list(kind: Kind, selection: Parameters<KubeClient['list']>[1]): Promise<readonly KubeObject[]> {
    try {
      return (await this.#client.list(kind, selection, this.#signal)).items;
    } catch (thrown) {
      if (thrown instanceof NoMatchError || hasReason(thrown, 'NotFound')) return [];
      throw thrown;
    }
  }

  async #attempt(
    action: () => Promise<void>,
    texts: { readonly done: string; readonly failed: string },
  ): Promise<void> {
    const { progress } = this.#context;
    try {
      await action();
      // Flux: a space stands where a dry run would be told.
      progress.success(`${texts.done} ${this.#isDryRun ? '(dry run)' : ''}`);
    } catch (thrown) {
      this.#signal.throwIfAborted();
      progress.failure(`${texts.failed}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    }
  }
}

function nameOf({ kind, metadata }: KubeObject): string {
  return metadata.namespace === undefined
    ? `${kind}/${metadata.name}`
    : `${kind}/${metadata.namespace}/${metadata.name}`;
}
