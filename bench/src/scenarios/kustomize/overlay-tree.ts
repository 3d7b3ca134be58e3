import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { appFiles, resourcesEach } from './app-files.ts';

/** Nested overlays on the disk. */
export interface OverlayTree {
  readonly root: string;
  /** The outermost overlay, below the root. */
  readonly top: string;
  /** A file that one resource comes from, below the root. */
  readonly changing: string;
  /** What that file holds with another value in it. */
  changed(value: string): string;
  dispose(): void;
}

/**
 * Writes a tree of `resources` resources, a multiple of 10, into a temporary folder: a folder for each ten with a generator, a base of
 * them all, and two overlays on it with a component, patches, images, replicas, a name prefix and a namespace.
 */
export function writeOverlayTree(resources: number): OverlayTree {
  const root = mkdtempSync(join(tmpdir(), 'flux19-bench-'));
  const apps = Array.from({ length: Math.ceil(resources / resourcesEach) }, (_, n) => n);
  const files = new Map(Object.entries({ ...base(apps), ...component, ...overlays }));
  for (const n of apps) for (const [path, text] of Object.entries(appFiles(n, 'start'))) files.set(path, text);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const changing = 'apps/0/config.yaml';
  return {
    root,
    top: 'overlays/production',
    changing,
    changed: (value) => appFiles(0, value)[changing] ?? '',
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

function base(apps: readonly number[]): Record<string, string> {
  const resources = apps.map((n) => `- ../apps/${n}\n`).join('');
  return { 'base/kustomization.yaml': `resources:\n${resources}labels:\n- pairs:\n    tier: bench\n` };
}

const component: Readonly<Record<string, string>> = {
  'components/limits/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
- target:
    kind: Deployment
  patch: |
    - op: add
      path: /spec/template/spec/containers/0/resources
      value:
        limits:
          memory: 64Mi
`,
};

const overlays: Readonly<Record<string, string>> = {
  'overlays/staging/kustomization.yaml': `resources:
- ../../base
components:
- ../../components/limits
namePrefix: staging-
images:
- name: example/server
  newTag: "2.0"
patches:
- path: patch.yaml
`,
  'overlays/staging/patch.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: app-0-1
spec:
  template:
    spec:
      containers:
      - name: server
        env:
        - name: STAGE
          value: staging
`,
  'overlays/production/kustomization.yaml': `resources:
- ../staging
namespace: production
commonAnnotations:
  team: bench
replicas:
- name: app-0-1
  count: 3
images:
- name: example/proxy
  newName: mirror.example/proxy
  digest: sha256:24a0c4b4a4c0eb97a1aabb8e29f18e917d05abfe1b7a7c07857230879ce7d3d3
patches:
- target:
    kind: Service
    name: app-0-.*
  patch: |
    apiVersion: v1
    kind: Service
    metadata:
      name: any
    spec:
      type: NodePort
`,
};
