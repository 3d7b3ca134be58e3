import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { installationLabels } from '../installation/installation-labels.ts';
import { labelledDefinitions } from '../installation/labelled-definitions.ts';

/** Under this name the CLI writes what belongs to the installation, as flux does. */
const fieldManager = 'flux';

/** Applies the namespace and the kinds of Flux. Harmless when they are there already. */
export async function installFlux(client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
  const own: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: namespace, labels: installationLabels(namespace) },
  };
  const objects = [own, ...labelledDefinitions(namespace)];
  await Promise.all(objects.map((object) => client.apply(object, { fieldManager, force: true }, signal)));
  client.forgetResources();
}
