import type { KubeObject } from '@flux19/objects';

export const namespace = 'soak';
export const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
export const widgets = { apiVersion: 'soak.flux19.dev/v1', kind: 'Widget' } as const;
export const deployments = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;

/** What the load needs before it begins, as manifests. */
export const soakManifests: readonly KubeObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
  {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.soak.flux19.dev' },
    spec: {
      group: 'soak.flux19.dev',
      scope: 'Namespaced',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: { size: { type: 'integer', default: 1 }, text: { type: 'string' } },
                },
                status: { type: 'object', properties: { seen: { type: 'integer' } } },
              },
            },
          },
        },
      ],
    },
  },
];

export function configMap(name: string, value: string): KubeObject {
  return { ...configMaps, metadata: { name, namespace, labels: { soak: 'yes' } }, data: { value } };
}

export function widget(name: string, size: number): KubeObject {
  return { ...widgets, metadata: { name, namespace }, spec: { size, text: 'x'.repeat(size) } };
}

export function deployment(name: string, replicas: number): KubeObject {
  const labels = { app: name };
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  return {
    ...deployments,
    metadata: { name, namespace },
    spec: { replicas, selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
  };
}
