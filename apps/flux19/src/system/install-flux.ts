import { fluxCustomResourceDefinitions, labels } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { fluxVersion } from '../program/versions.ts';

/** Under this name the CLI writes what belongs to the installation, as flux does. */
const fieldManager = 'flux';

/** Applies the namespace and the kinds of Flux. Harmless when they are there already. */
export async function installFlux(client: KubeClient, namespace: string, signal: AbortSignal): Promise<void> {
  const own: KubeObject = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: namespace,
      labels: {
        [labels.partOf]: 'flux',
        'app.kubernetes.io/instance': namespace,
        'app.kubernetes.io/version': `v${fluxVersion}`,
      },
    },
  };
  const objects = [own, ...fluxCustomResourceDefinitions()];
  await Promise.all(objects.map((object) => client.apply(object, { fieldManager, force: true }, signal)));
  client.forgetResources();
}
