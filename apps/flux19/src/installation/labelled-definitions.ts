import { fluxCustomResourceDefinitions } from '@flux19/api';
import type { KubeObject } from '@flux19/objects';
import { componentOfKind } from './flux-components.ts';
import { installationLabels } from './installation-labels.ts';

/** The kinds of Flux, with the labels of an installation in a namespace. */
export function labelledDefinitions(namespace: string): readonly KubeObject[] {
  return fluxCustomResourceDefinitions().map((definition) => {
    const { group, names } = definition['spec'] as {
      readonly group: string;
      readonly names: { readonly kind: string };
    };
    const labels = installationLabels(namespace, componentOfKind(names.kind, group));
    return { ...definition, metadata: { ...definition.metadata, labels } };
  });
}
