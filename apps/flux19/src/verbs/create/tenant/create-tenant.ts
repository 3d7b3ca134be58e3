import { addressOf, type KubeClient } from '@flux19/kube';
import { deepEqual, type KubeObject } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Command } from 'commander';
import type { CliContext } from '../../../program/cli-context.ts';
import { CliError } from '../../../program/cli-error.ts';
import { collectList } from '../../../program/option-parsers.ts';
import { isMissing } from '../create-fields.ts';
import { type CreateOptions, parseLabels, requireName } from '../create-options.ts';
import { createScene } from '../create-scene.ts';
import { type TenantObjects, tenantObjects } from './tenant-objects.ts';

interface Flags extends CreateOptions {
  readonly withNamespace?: readonly string[];
  readonly clusterRole: string;
  readonly withServiceAccount?: string;
  readonly skipNamespace?: boolean;
}

/** `flux19 create tenant NAME`: namespaces that a team may deploy to. */
export function addCreateTenant(create: Command, context: CliContext): void {
  create
    .command('tenant')
    .description('Create or update a tenant: namespaces, with a service account and a role binding for the controllers')
    .argument('[name]')
    .option('--with-namespace <names>', 'namespace belonging to this tenant, may be repeated', collectList)
    .option('--cluster-role <name>', 'cluster role of the tenant role binding', 'cluster-admin')
    .option('--with-service-account <name>', 'service account belonging to this tenant')
    .option('--skip-namespace', 'skip namespace creation (namespace must exist already)')
    .action(async (name: string | undefined, _: unknown, self: Command) => {
      await createTenant(requireName(name), self.optsWithGlobals<Flags>(), context);
    });
}

async function createTenant(name: string, options: Flags, context: CliContext): Promise<void> {
  const { clusterRole, withNamespace, withServiceAccount = '', skipNamespace = false } = options;
  if (isMissing(clusterRole)) throw new CliError('cluster-role is required');
  if (withNamespace === undefined) throw new CliError('with-namespace is required');
  const serviceAccount = withServiceAccount === '' ? name : withServiceAccount;
  const labels = parseLabels(options);
  const all = tenantObjects({ name, namespaces: withNamespace, clusterRole, serviceAccount, labels });
  if (options.export === true) {
    for (const objects of all) context.terminal.out(exportText(objects, skipNamespace));
    return;
  }
  const { client, signal } = createScene(options, context);
  for (const { namespace, account, roleBinding } of all) {
    if (!skipNamespace) {
      context.progress.action(`applying namespace ${namespace.metadata.name}`);
      await upsertLabelled(client, namespace, signal);
    }
    context.progress.action(`applying service account ${account.metadata.name}`);
    await upsertLabelled(client, account, signal);
    context.progress.action(`applying role binding ${roleBinding.metadata.name}`);
    await replaceBinding(client, roleBinding, signal);
  }
  context.progress.success('tenant setup completed');
}

function exportText({ namespace, account, roleBinding }: TenantObjects, skipNamespace: boolean): string {
  const objects = skipNamespace ? [account, roleBinding] : [namespace, account, roleBinding];
  return objects.map((object) => `---\n${printYaml(object as never)}`).join('');
}

/** Creates an object, or gives the one that exists its labels. */
async function upsertLabelled(client: KubeClient, object: KubeObject, signal: AbortSignal): Promise<void> {
  const existing = await client.find(addressOf(object), signal);
  if (existing === undefined) {
    await client.create(object, {}, signal);
    return;
  }
  const { labels = {} } = object.metadata;
  if (hasLabels(existing, labels)) return;
  await client.update({ ...existing, metadata: { ...existing.metadata, labels } }, {}, signal);
}

/** Kubernetes lets no binding change its role: it is made anew. */
async function replaceBinding(client: KubeClient, binding: KubeObject, signal: AbortSignal): Promise<void> {
  const existing = await client.find(addressOf(binding), signal);
  if (existing !== undefined) {
    const isSame = deepEqual(existing['subjects'] as never, binding['subjects'] as never);
    const hasRole = deepEqual(existing['roleRef'] as never, binding['roleRef'] as never);
    if (isSame && hasRole && hasLabels(existing, binding.metadata.labels ?? {})) return;
    await client.delete(addressOf(existing), {}, signal);
  }
  await client.create(binding, {}, signal);
}

function hasLabels({ metadata }: KubeObject, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);
}
