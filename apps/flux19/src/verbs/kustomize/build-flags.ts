/** A flag of `kustomize build`. */
export interface BuildFlag {
  readonly name: string;
  readonly letter?: string;
  /** Stands for the value in the help; a flag without one is a switch. */
  readonly value?: string;
  readonly isRepeatable?: true;
  readonly fallback?: string;
  readonly description: string;
}

/** The values of the flags that mean something here. */
export interface BuildFlags {
  readonly loadRestrictor?: string;
  readonly reorder?: string;
  readonly output?: string;
  readonly enableManagedbyLabel?: boolean;
  readonly stackTrace?: boolean;
}

const forPrograms = 'accepted as kustomize accepts it; programs of plug-ins are never run';
const forCharts = 'accepted as kustomize accepts it; charts are not rendered here';

/** Every flag that kustomize has for its command, in the order of its help, and the two it hides. */
export const buildFlags: readonly BuildFlag[] = [
  { name: 'as-current-user', description: forPrograms },
  { name: 'enable-alpha-plugins', description: forPrograms },
  { name: 'enable-exec', description: forPrograms },
  { name: 'enable-helm', description: forCharts },
  { name: 'env', letter: 'e', value: 'variable', isRepeatable: true, description: forPrograms },
  { name: 'helm-api-versions', value: 'version', isRepeatable: true, description: forCharts },
  { name: 'helm-command', value: 'program', fallback: 'helm', description: forCharts },
  { name: 'helm-debug', description: forCharts },
  { name: 'helm-kube-version', value: 'version', description: forCharts },
  {
    name: 'load-restrictor',
    value: 'mode',
    fallback: 'LoadRestrictionsRootOnly',
    description:
      "LoadRestrictionsRootOnly, or LoadRestrictionsNone to let files lie outside of their kustomization's folder",
  },
  { name: 'mount', value: 'option', isRepeatable: true, description: forPrograms },
  { name: 'network', description: forPrograms },
  { name: 'network-name', value: 'name', fallback: 'bridge', description: forPrograms },
  {
    name: 'output',
    letter: 'o',
    value: 'path',
    description: 'write to this file, or a file for each resource to this folder if there is one',
  },
  {
    name: 'reorder',
    value: 'mode',
    fallback: 'legacy',
    description: 'legacy or none: order of resources when the kustomization has no sortOptions',
  },
  { name: 'enable-managedby-label', description: 'set the label app.kubernetes.io/managed-by' },
  { name: 'stack-trace', description: 'print where in this program an error arose' },
];
