import type { KubeObject } from '@flux19/objects';
import definitions from './crds.generated.json' with { type: 'json' };

/** The CustomResourceDefinitions of Flux 2.9.4 without descriptions, by name. The objects are new on every call. */
export function fluxCustomResourceDefinitions(): KubeObject[] {
  return structuredClone(definitions) as unknown as KubeObject[];
}
