import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { type ScratchFolder, scratchFolder } from '@flux19/processes';
import { createFlux19 } from './clients/flux19.ts';
import { createKubectl, whyNoKubectl } from './clients/kubectl.ts';
import { crontabDefinition, deployment } from './clients/manifests.ts';

const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: web\n  ports:\n    - port: 80\n';

/** Folders by what they exercise; each is built by both programs. */
const trees: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  base: {
    'kustomization.yaml': 'resources: [web.yaml, service.yaml, crd.yaml]\n',
    'web.yaml': deployment(1),
    'service.yaml': service,
    'crd.yaml': crontabDefinition,
  },
  overlay: {
    'kustomization.yaml': `namespace: shop
namePrefix: eu-
nameSuffix: -v2
resources: [../base]
labels:
  - pairs: {team: a}
    includeSelectors: true
commonAnnotations: {note: "yes"}
images:
  - name: registry.example/web
    newName: mirror.example/web
    newTag: "2"
replicas:
  - {name: web, count: 3}
configMapGenerator:
  - name: settings
    literals: [LEVEL=debug, "EMPTY="]
    files: [app.ini, renamed.ini=app.ini]
secretGenerator:
  - name: login
    envs: [login.env]
    type: Opaque
generatorOptions:
  labels: {generated: "true"}
patches:
  - path: resources.yaml
  - target: {kind: Deployment}
    patch: |-
      - op: add
        path: /spec/template/spec/containers/0/envFrom
        value: [{configMapRef: {name: settings}}, {secretRef: {name: login}}]
`,
    'app.ini': '[app]\nname = web\n',
    'login.env': 'user=a\npassword=b=c\n# comment\n',
    'resources.yaml': `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          resources: {limits: {cpu: 500m}}
`,
  },
  component: {
    'kustomization.yaml': 'resources: [../base]\ncomponents: [part]\n',
    'part/kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [extra.yaml]
replacements:
  - source: {kind: ConfigMap, name: extra, fieldPath: data.port}
    targets:
      - select: {kind: Service}
        fieldPaths: [spec.ports.0.name]
        options: {create: true}
`,
    'part/extra.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra\ndata:\n  port: http\n  text: |\n    two\n    lines\n',
  },
  sorted: {
    'kustomization.yaml': 'sortOptions: {order: legacy}\nresources: [../base, namespace.yaml]\n',
    'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n',
  },
};

suite('flux19 kustomize build', { skip: await whyNoKubectl() }, () => {
  let folder: ScratchFolder;
  const place = () => ({ kubeconfig: '', home: folder.path });
  const kubectl = createKubectl(place);
  const flux19 = createFlux19(place);

  before(() => {
    folder = scratchFolder();
    for (const [tree, files] of Object.entries(trees)) {
      for (const [name, text] of Object.entries(files)) {
        const path = join(folder.path, tree, name);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
    }
  });
  after(() => folder.remove());

  for (const tree of Object.keys(trees)) {
    test(`prints what kubectl kustomize prints: ${tree}`, async () => {
      const path = join(folder.path, tree);
      const expected = await kubectl.run(['kustomize', path]);
      assert.equal(await flux19.run(['kustomize', 'build', path]), expected);
    });
  }

  test('fails where kubectl kustomize fails, and names the file', async () => {
    const path = join(folder.path, 'broken');
    mkdirSync(path);
    writeFileSync(join(path, 'kustomization.yaml'), 'resources: [missing.yaml]\n');
    assert.match(await kubectl.fail(['kustomize', path]), /missing\.yaml/);
    assert.match(await flux19.fail(['kustomize', 'build', path]), /missing\.yaml/);
  });
});
