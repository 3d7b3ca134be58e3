import { labels } from '@flux19/api';
import { fluxVersion } from '../program/versions.ts';

/** The labels by which the objects of an installation of Flux in a namespace are found. */
export function installationLabels(namespace: string, component?: string): Record<string, string> {
  return {
    ...(component === undefined ? {} : { [componentLabel]: component }),
    'app.kubernetes.io/instance': namespace,
    [labels.partOf]: 'flux',
    'app.kubernetes.io/version': `v${fluxVersion}`,
  };
}

export const componentLabel = 'app.kubernetes.io/component';
