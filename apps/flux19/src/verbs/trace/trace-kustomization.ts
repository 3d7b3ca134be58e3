import { hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { kustomization } from '../../kinds/delivery-kinds.ts';
import { specOf, statusOf } from '../../kinds/flux-kind.ts';
import { CliError } from '../../program/cli-error.ts';
import type { Manager } from './find-manager.ts';
import { readSource, sourceLines } from './source-lines.ts';
import { type Line, optional, printBlocks, statusLines } from './trace-text.ts';

const width = 17;

/** The way of an object that a Kustomization applied. Throws CliError when a link of the chain is missing. */
export async function traceKustomization(
  { namespace, name }: Manager,
  title: readonly Line[],
  client: KubeClient,
  signal: AbortSignal,
): Promise<string> {
  const { apiVersion, kind } = kustomization;
  const item = await read({ apiVersion, kind, namespace, name }, client, signal);
  const target = kustomization.sourceOf?.(item);
  const source = target === undefined ? undefined : await readSource(target, client, signal);
  const blocks = [title, kustomizationLines(item), source === undefined ? [] : sourceLines(source, { origin: true })];
  return printBlocks(blocks.filter(({ length }) => length > 0).map((lines) => ({ lines, width })));
}

async function read(
  address: Parameters<KubeClient['get']>[0],
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject> {
  try {
    return await client.get(address, signal);
  } catch (cause) {
    if (!hasReason(cause, 'NotFound')) throw cause;
    throw new CliError(`failed to find kustomization: ${cause.message}`, { cause });
  }
}

function kustomizationLines(item: KubeObject): readonly Line[] {
  const { targetNamespace, path = '' } = specOf(item);
  return [
    ['Kustomization', item.metadata.name],
    ['Namespace', item.metadata.namespace ?? ''],
    ...optional('Target', targetNamespace),
    ['Path', String(path)],
    ['Revision', statusOf(item).lastAppliedRevision ?? ''],
    ...statusLines(item, false),
  ];
}
