import { addressOf } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { awaitReady } from '../../cluster/await-ready.ts';
import { upsertObject } from '../../cluster/upsert-object.ts';
import type { FluxKind } from '../../kinds/flux-kind.ts';
import type { CreateScene } from './create-scene.ts';

/** Applies an object and waits until it is ready; answers what it has become then. Titles are how sentences call it. */
export async function applyAndAwait(
  object: KubeObject,
  {
    kind,
    title,
    createdTitle = title,
  }: { readonly kind: FluxKind; readonly title: string; readonly createdTitle?: string },
  { context, client, timeoutMs, signal }: CreateScene,
): Promise<KubeObject> {
  context.progress.action(`applying ${title}`);
  const change = await upsertObject(client, object, signal);
  context.progress.success(`${createdTitle} ${change}`);
  context.progress.waiting(`waiting for ${title} reconciliation`);
  return await awaitReady({ kind, address: addressOf(object), client, context, timeoutMs }, signal);
}
