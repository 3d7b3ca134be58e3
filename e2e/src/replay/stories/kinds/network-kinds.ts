import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

export const networkKinds: Story = storyOfKinds('network-kinds', [
  {
    api: 'apis/networking.k8s.io/v1',
    plural: 'ingresses',
    object: {
      kind: 'Ingress',
      metadata: { name: 'web' },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['web.example'], secretName: 'tls' }],
        rules: [
          {
            host: 'web.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
            },
          },
        ],
      },
    },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  },
  {
    api: 'apis/networking.k8s.io/v1',
    plural: 'ingressclasses',
    isClusterScoped: true,
    object: { kind: 'IngressClass', metadata: { name: 'replay' }, spec: { controller: 'example.com/ingress' } },
  },
  {
    api: 'apis/networking.k8s.io/v1',
    plural: 'networkpolicies',
    object: {
      kind: 'NetworkPolicy',
      metadata: { name: 'closed' },
      spec: {
        podSelector: { matchLabels: { app: 'web' } },
        ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] }],
      },
    },
    change: { spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '192.0.2.0/24' } }] }] } },
  },
  {
    api: 'apis/networking.k8s.io/v1',
    plural: 'ipaddresses',
    isClusterScoped: true,
    object: {
      kind: 'IPAddress',
      metadata: { name: '192.0.2.7' },
      spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
    },
  },
  {
    api: 'apis/networking.k8s.io/v1',
    plural: 'servicecidrs',
    isClusterScoped: true,
    object: { kind: 'ServiceCIDR', metadata: { name: 'replay' }, spec: { cidrs: ['192.0.2.0/24'] } },
    status: {
      conditions: [
        { type: 'Ready', status: 'True', reason: 'Fine', lastTransitionTime: '2001-01-01T00:00:00Z', message: '' },
      ],
    },
  },
  {
    api: 'apis/discovery.k8s.io/v1',
    plural: 'endpointslices',
    object: {
      kind: 'EndpointSlice',
      metadata: { name: 'web' },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true }, nodeName: 'node' }],
      ports: [{ name: 'http', port: 80 }],
    },
  },
]);
