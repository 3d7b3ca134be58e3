import type { KubeClient } from '@flux19/kube';
import { addressOf } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** Under this name flux writes what people ask it to. */
const fieldManager = 'flux';

/** Creates an object, or gives the one that exists its labels and spec. */
export async function upsertObject(
  client: KubeClient,
  object: KubeObject,
  signal: AbortSignal,
): Promise<'created' | 'updated'> {
  const existing = await client.find(addressOf(object), signal);
  if (existing === undefined) {
    await client.create(object, { fieldManager }, signal);
    return 'created';
  }
  const { labels = {} } = object.metadata;
  const changed = { ...existing, metadata: { ...existing.metadata, labels }, spec: object['spec'] };
  await client.update(changed, { fieldManager }, signal);
  return 'updated';
}

/** Creates a Secret, or adds its entries, labels and annotations to the one that exists. */
export async function upsertSecret(client: KubeClient, secret: KubeObject, signal: AbortSignal): Promise<void> {
  const existing = await client.find(addressOf(secret), signal);
  if (existing === undefined) {
    await client.create(secret, { fieldManager }, signal);
    return;
  }
  const labels = { ...existing.metadata.labels, ...secret.metadata.labels };
  const annotations = { ...existing.metadata.annotations, ...secret.metadata.annotations };
  const metadata = { ...existing.metadata, labels, annotations };
  await client.update({ ...existing, metadata, stringData: secret['stringData'] }, { fieldManager }, signal);
}
