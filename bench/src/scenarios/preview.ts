import { memoryTree } from '@flux19/kustomize';
import { ManifestBuilder } from '@flux19/kustomize-controller';
import { systemClock } from '@flux19/ports';
import { RepositoryPreview } from 'flux19';
import { distribution, type Figure, type LocalScenario } from '../scenario.ts';

const signal = AbortSignal.timeout(300_000);
const changes = 20;

/** How long it takes to render and check a whole repository, and again after a change of one file. */
export function preview(kustomizations: number): LocalScenario {
  return {
    name: `preview-${kustomizations}`,
    description: `a repository of ${kustomizations} Kustomizations rendered and checked, then again after a change of one file`,
    async runAlone(): Promise<readonly Figure[]> {
      const files = repository(kustomizations);
      const looker = new RepositoryPreview({
        builder: new ManifestBuilder(),
        isStrict: true,
        localSources: new Map(),
        start: '/',
        isChecked: true,
        clock: systemClock,
      });
      const tree = memoryTree(files);
      const look = async (): Promise<number> => {
        const began = performance.now();
        const clusters = await looker.look(tree, signal);
        const objects = clusters.flatMap((cluster) => cluster.kustomizations.flatMap((one) => one.objects));
        if (objects.length < kustomizations) throw new Error('the repository was not rendered');
        return performance.now() - began;
      };
      const cold = await look();
      const warm: number[] = [];
      for (let n = 0; n < changes; n += 1) {
        files.set(`/apps/${n % kustomizations}/config.yaml`, configMap(`changed ${n}`));
        warm.push(await look());
      }
      looker.close();
      const { median, p95 } = distribution(warm);
      return [
        { what: 'first look', value: cold, unit: 'ms' },
        { what: 'after a change, median', value: median, unit: 'ms' },
        { what: 'after a change, 95 %', value: p95, unit: 'ms' },
        { what: 'first look / after a change', value: cold / median, unit: '×' },
      ];
    },
  };
}

/** A cluster whose Kustomizations are overlays of one base, five of them in a row. */
function repository(kustomizations: number): Map<string, string> {
  const files = new Map(Object.entries(base));
  for (let n = 0; n < kustomizations; n += 1) {
    files.set(`/clusters/bench/app-${n}.yaml`, kustomization(n));
    files.set(`/apps/${n}/kustomization.yaml`, overlay(n));
    files.set(`/apps/${n}/config.yaml`, configMap('first'));
  }
  return files;
}

const base: Readonly<Record<string, string>> = {
  '/base/kustomization.yaml': 'resources: [deployment.yaml, service.yaml, account.yaml]\n',
  '/base/deployment.yaml': `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      serviceAccountName: web
      containers:
        - {name: web, image: web, envFrom: [{configMapRef: {name: config}}], ports: [{name: http, containerPort: 80}]}
`,
  '/base/service.yaml':
    'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{name: http, port: 80}]}\n',
  '/base/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web}\n',
};

function kustomization(n: number): string {
  const after = n % 5 === 0 ? '' : `  dependsOn: [{name: app-${n - 1}}]\n`;
  return `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: app-${n}, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  path: ./apps/${n}
  sourceRef: {kind: GitRepository, name: flux-system}
${after}  postBuild: {substitute: {region: here}}
`;
}

function overlay(n: number): string {
  return `namespace: default
namePrefix: app-${n}-
commonLabels: {app: app-${n}}
resources: [../../base, config.yaml]
images: [{name: web, newTag: 1.${n}.0}]
patches:
  - target: {kind: Deployment}
    patch: |
      - {op: replace, path: /spec/replicas, value: 2}
`;
}

function configMap(value: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata: {value: ${value}, region: "\${region}"}\n`;
}
