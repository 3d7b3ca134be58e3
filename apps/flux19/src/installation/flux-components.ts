import { groups } from '@flux19/api';

/** A controller of Flux that this program has the work of. */
export interface FluxComponent {
  /** `source-controller`. */
  readonly name: string;
  /** The version whose behaviour it has. */
  readonly version: string;
  readonly kinds: readonly string[];
}

/** Controllers whose work `flux19` does, as Flux 2.9.4 ships them. */
export const fluxComponents: readonly FluxComponent[] = [
  {
    name: 'source-controller',
    version: 'v1.9.4',
    kinds: ['GitRepository', 'OCIRepository', 'Bucket', 'HelmRepository', 'HelmChart', 'ExternalArtifact'],
  },
  { name: 'kustomize-controller', version: 'v1.9.4', kinds: ['Kustomization'] },
  { name: 'notification-controller', version: 'v1.9.3', kinds: ['Alert', 'Provider', 'Receiver'] },
  { name: 'image-reflector-controller', version: 'v1.2.4', kinds: ['ImageRepository', 'ImagePolicy'] },
  { name: 'image-automation-controller', version: 'v1.2.4', kinds: ['ImageUpdateAutomation'] },
];

/** The controller that a kind belongs to: kinds that nobody here reconciles are known by their group. */
export function componentOfKind(kind: string, group: string): string {
  const known = fluxComponents.find(({ kinds }) => kinds.includes(kind))?.name;
  return known ?? componentsByGroup[group] ?? '';
}

/** The controller that reconciles a kind whose name is written in small letters, as log lines name controllers; undefined for others. */
export function componentOfController(controller: string): string | undefined {
  return fluxComponents.find(({ kinds }) => kinds.some((kind) => kind.toLowerCase() === controller.toLowerCase()))
    ?.name;
}

const componentsByGroup: Readonly<Record<string, string>> = {
  [groups.helm]: 'helm-controller',
  [groups.sourceExtensions]: 'source-watcher',
};
