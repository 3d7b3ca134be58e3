import type { Receiver, ReceiverResource } from '@flux19/api';
import { addressOf, type KubeClient } from '@flux19/kube';
import { formatLabelSelector, type KubeObject, labelSelectorFromObject } from '@flux19/objects';
import { type Logger, requestedAtAnnotation } from '@flux19/runtime';
import type { ResourceFilter } from './resource-filter.ts';

export interface RequestMeans {
  readonly client: KubeClient;
  readonly log: Logger;
  readonly allowsCrossNamespaceReferences: boolean;
  /** A token that no other call has had. */
  readonly nextToken: () => string;
}

/** A resource that could not be asked to reconcile. */
class RequestError extends Error {
  override readonly name = 'RequestError';
}

/** Versions of kinds that a Receiver need not spell out. */
const defaultVersions: ReadonlyMap<string, string> = new Map([
  ['Bucket', 'source.toolkit.fluxcd.io/v1'],
  ['HelmChart', 'source.toolkit.fluxcd.io/v1'],
  ['HelmRepository', 'source.toolkit.fluxcd.io/v1'],
  ['GitRepository', 'source.toolkit.fluxcd.io/v1'],
  ['OCIRepository', 'source.toolkit.fluxcd.io/v1'],
  ['ImageRepository', 'image.toolkit.fluxcd.io/v1'],
  ['ArtifactGenerator', 'source.extensions.fluxcd.io/v1beta1'],
]);

const fieldManager = 'notification-controller';

/** Asks the objects of one entry of a Receiver to reconcile. Throws {@link RequestError}, or what the filter throws. */
export async function requestReconciliation(
  resource: ReceiverResource,
  receiver: Receiver,
  accepts: ResourceFilter,
  means: RequestMeans,
  signal: AbortSignal,
): Promise<void> {
  for (const object of await objectsOf(resource, receiver, means, signal)) {
    const { kind, metadata } = object;
    const label = `${kind}/${metadata.name}.${metadata.namespace ?? ''}`;
    if (!accepts(object)) {
      means.log.debug(`resource '${label}' NOT annotated because CEL expression returned false`);
      continue;
    }
    await annotate(object, label, means, signal);
    means.log.info(`resource '${label}' annotated`);
  }
}

async function objectsOf(
  resource: ReceiverResource,
  receiver: Receiver,
  { client, log, allowsCrossNamespaceReferences }: RequestMeans,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const { kind, name, matchLabels } = resource;
  const own = receiver.metadata.namespace ?? '';
  const namespace = (resource.namespace ?? '') === '' ? own : (resource.namespace ?? own);
  if (namespace !== own && !allowsCrossNamespaceReferences) {
    throw new RequestError('cross-namespace references are not allowed');
  }
  const apiVersion = (resource.apiVersion ?? '') === '' ? defaultVersions.get(kind) : resource.apiVersion;
  if (apiVersion === undefined) throw new RequestError(`apiVersion must be specified for kind ${JSON.stringify(kind)}`);
  if (name !== '*') {
    const reading = client.get({ apiVersion, kind, namespace, name }, signal);
    return [await inWords(`unable to read ${kind} "${namespace}/${name}" error`, reading, signal)];
  }
  if (matchLabels === undefined) throw new RequestError("matchLabels field not set when using wildcard '*' as name");
  const labelSelector = formatLabelSelector(labelSelectorFromObject({ matchLabels }));
  const listing = client.list({ apiVersion, kind }, { namespace, labelSelector }, signal);
  const { items } = await inWords(
    `failed listing resources in namespace "${namespace}" by matching labels`,
    listing,
    signal,
  );
  if (items.length === 0) log.info(`no "${kind}" resources found with matching labels in "${namespace}" namespace`);
  return items;
}

async function annotate(
  object: KubeObject,
  label: string,
  { client, nextToken }: RequestMeans,
  signal: AbortSignal,
): Promise<void> {
  const patch = { metadata: { annotations: { [requestedAtAnnotation]: nextToken() } } };
  const writing = client.patch(addressOf(object), patch, { type: 'merge', fieldManager }, signal);
  await inWords(`failed to annotate resource: '${label}'`, writing, signal);
}

async function inWords<Value>(words: string, work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  try {
    return await work;
  } catch (thrown) {
    signal.throwIfAborted();
    throw new RequestError(`${words}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}
