import type { Story } from '../../story.ts';
import { storyOfKinds } from './kind-example.ts';

export const podKinds: Story = storyOfKinds('pod-kinds', [
  {
    api: 'api/v1',
    plural: 'pods',
    object: {
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: {
        initContainers: [
          { name: 'migrate', image: 'migrate' },
          { name: 'proxy', image: 'proxy:1', restartPolicy: 'Always' },
        ],
        containers: [
          {
            name: 'web',
            image: 'web:1',
            ports: [{ containerPort: 80 }, { name: 'dns', containerPort: 53, protocol: 'UDP' }],
            env: [
              { name: 'A', value: '1' },
              { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
            envFrom: [{ configMapRef: { name: 'settings' } }],
            resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '64Mi' } },
            readinessProbe: { httpGet: { path: '/ready', port: 80 } },
            livenessProbe: { exec: { command: ['true'] }, periodSeconds: 3 },
            volumeMounts: [{ name: 'data', mountPath: '/data' }],
          },
        ],
        volumes: [
          { name: 'data', emptyDir: {} },
          { name: 'settings', configMap: { name: 'settings' } },
          { name: 'secret', secret: { secretName: 'secret' } },
          { name: 'all', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
          { name: 'host', hostPath: { path: '/var' } },
        ],
      },
    },
    status: {
      phase: 'Running',
      podIP: '10.1.0.2',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        { name: 'web', ready: true, restartCount: 2, image: 'web:1', imageID: 'x', state: { running: {} } },
      ],
    },
  },
]);
