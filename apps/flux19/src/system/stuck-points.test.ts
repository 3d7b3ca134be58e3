import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { groups } from '@flux19/api';
import { createServingCertificate, type Listener, listen } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import { eventually, systemClock } from '@flux19/ports';
import { progressOn } from '../program/terminal.ts';
import { gitRepository, type RepositoryStory, readyText, startRepositoryStory } from '../testing/repository-story.ts';
import { tellAdvice } from './advice-watch.ts';
import { type Hint, hintFor } from './hints.ts';

/** What newcomers get stuck at: a small repository each, what they asked for, and the hint that has to come. */
interface StuckPoint {
  readonly files?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly cause: RegExp;
  readonly next: RegExp;
}

const configMap = (name: string, rest = 'data: {key: value}\n'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: default}\n${rest}`;
const labelled = (name: string, label: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: default, labels: {asks: ${label}}}\n`;
const service = (rest: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: a, namespace: default}\nspec: {ports: [{port: 80}], ${rest}}\n`;

const encrypted = `apiVersion: v1
kind: Secret
metadata: {name: a, namespace: default}
stringData: {key: "ENC[AES256_GCM,data:aaaa,iv:aaaa,tag:aaaa,type:str]"}
sops:
  age: [{recipient: age1example, enc: "-----BEGIN AGE ENCRYPTED FILE-----"}]
  lastmodified: "2026-01-01T00:00:00Z"
  mac: ENC[AES256_GCM,data:aaaa,iv:aaaa,tag:aaaa,type:str]
`;

const stuckPoints: Readonly<Record<string, StuckPoint>> = {
  'path-not-found': { spec: { path: './nowhere' }, cause: /not in the repository/, next: /spelling of .\/nowhere/ },
  'source-not-found': {
    spec: { sourceRef: { kind: 'GitRepository', name: 'other' } },
    cause: /names a source that does not exist/,
    next: /get sources all -n flux-system/,
  },
  'nothing-to-apply': { files: { 'readme.txt': 'x' }, cause: /nothing was applied/, next: /kustomize build/ },
  'file-not-listed': {
    files: { 'kustomization.yaml': 'resources: []\n', 'a.yaml': configMap('unlisted') },
    cause: /lists none of them/,
    next: /kustomize build/,
  },
  'listed-file-missing': {
    files: { 'kustomization.yaml': 'resources: [missing.yaml]\n' },
    cause: /names a file or folder that is not in the repository/,
    next: /commit what is missing/,
  },
  'kustomization-of-kustomize': {
    files: {
      'kustomize.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: {name: a}\nresources: []\n',
    },
    cause: /two kinds called Kustomization/,
    next: /kustomization\.yaml/,
  },
  'kustomization-of-flux': {
    files: {
      'kustomization.yaml': `apiVersion: ${groups.kustomize}/v1\nkind: Kustomization\nmetadata: {name: a}\nspec: {}\n`,
    },
    cause: /two kinds called Kustomization/,
    next: /another name/,
  },
  'broken-yaml': { files: { 'a.yaml': 'a: [1\nb: 2\n' }, cause: /not valid YAML/, next: /at the line given/ },
  'same-object-twice': {
    files: { 'a.yaml': configMap('twice'), 'b.yaml': configMap('twice') },
    cause: /two files define the same object/,
    next: /remove one/,
  },
  'variable-missing': {
    files: { 'a.yaml': configMap('variable', 'data: {key: "${missing}"}\n') },
    spec: { postBuild: { substitute: { other: 'x' } } },
    cause: /variable that has no value/,
    next: /postBuild\.substitute/,
  },
  'remote-base': {
    files: { 'kustomization.yaml': 'resources: ["http://127.0.0.1:1/org/repo//base?ref=v1"]\n' },
    cause: /base from elsewhere/,
    next: /git ls-remote, or copy the base/,
  },
  'sops-not-configured': { files: { 'a.yaml': encrypted }, cause: /decryption is not set/, next: /spec\.decryption/ },
  'sops-secret-missing': {
    files: { 'a.yaml': encrypted },
    spec: { decryption: { provider: 'sops', secretRef: { name: 'sops-age' } } },
    cause: /names a Secret that does not exist/,
    next: /create secret generic sops-age --from-file=age\.agekey/,
  },
  'sops-key-missing': {
    files: { 'a.yaml': encrypted },
    spec: { decryption: { provider: 'sops', secretRef: { name: 'empty' } } },
    cause: /encrypted for another key/,
    next: /get secret empty/,
  },
  'dependency-missing': {
    spec: { dependsOn: [{ name: 'nobody' }] },
    cause: /waits for another/,
    next: /get kustomizations/,
  },
  'unknown-kind': {
    files: { 'a.yaml': 'apiVersion: example.org/v1\nkind: Thing\nmetadata: {name: a, namespace: default}\n' },
    cause: /kind that the cluster does not have/,
    next: /CustomResourceDefinition first/,
  },
  'unknown-field': {
    files: { 'a.yaml': service('selectors: {a: b}') },
    cause: /field that its kind does not have/,
    next: /kubectl explain/,
  },
  'invalid-value': {
    files: { 'a.yaml': service('type: Wrong') },
    cause: /refuses a manifest/,
    next: /correct the field/,
  },
  'no-namespace': {
    files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' },
    cause: /has no namespace/,
    next: /targetNamespace/,
  },
  'namespace-missing': {
    files: { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: nowhere}\n' },
    cause: /namespace that does not exist/,
    next: /add a Namespace/,
  },
  'too-large': {
    files: { 'a.yaml': configMap('large', `data: {key: ${'a'.repeat(1_100_000)}}\n`) },
    cause: /larger than the API server takes/,
    next: /split it/,
  },
  'failed-object': {
    files: { 'a.yaml': configMap('failed') },
    spec: {
      wait: true,
      healthCheckExprs: [{ apiVersion: 'v1', kind: 'ConfigMap', current: 'false', failed: "data.key == 'value'" }],
    },
    cause: /an object failed/,
    next: /describe kustomization failed-object/,
  },
  'kubeconfig-missing': {
    spec: { kubeConfig: { secretRef: { name: 'away' } } },
    cause: /spec\.kubeConfig names a Secret or ConfigMap/,
    next: /get secrets,configmaps/,
  },
  'cluster-missing': {
    spec: { kubeConfig: { configMapRef: { name: 'away' } } },
    cause: /spec\.kubeConfig names a Secret or ConfigMap/,
    next: /get secrets,configmaps/,
  },
  'feature-off': {
    spec: { decryption: { provider: 'sops', serviceAccountName: 'keys' } },
    cause: /without a feature/,
    next: /--feature-gates=ObjectLevelWorkloadIdentity=true/,
  },
  suspended: { spec: { suspend: true }, cause: /is suspended/, next: /resume kustomization suspended -n flux-system/ },
  'policy-refuses': {
    files: { 'a.yaml': configMap('forbidden') },
    cause: /admission policy of the cluster refuses/,
    next: /get validatingadmissionpolicies/,
  },
  'webhook-refuses': {
    files: { 'a.yaml': labelled('denied', 'denied') },
    cause: /admission webhook of the cluster refuses/,
    next: /change what the message says/,
  },
  'webhook-silent': {
    files: { 'a.yaml': labelled('unanswered', 'unanswered') },
    cause: /does not answer/,
    next: /look whether its service runs/,
  },
  'rights-missing': {
    files: { 'a.yaml': configMap('rights') },
    spec: { serviceAccountName: 'nobody' },
    cause: /lacks a right/,
    next: /auth can-i --list --as=system:serviceaccount:flux-system:nobody/,
  },
};

/** What an administrator forbids: ConfigMaps of one name. */
const policy: readonly KubeObject[] = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'names' },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }],
      },
      validations: [{ expression: "object.metadata.name != 'forbidden'", message: 'not this name' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'names' },
    spec: { policyName: 'names', validationActions: ['Deny'] },
  },
];

/** A webhook that is asked about ConfigMaps with a label of its name. */
function webhook(name: string, clientConfig: Readonly<Record<string, string>>): KubeObject {
  const rule = { apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] };
  const hook = {
    name: `${name}.example.com`,
    clientConfig,
    rules: [rule],
    objectSelector: { matchLabels: { asks: name } },
    admissionReviewVersions: ['v1'],
    sideEffects: 'None',
    timeoutSeconds: 5,
  };
  const kind = 'ValidatingWebhookConfiguration';
  return { apiVersion: 'admissionregistration.k8s.io/v1', kind, metadata: { name }, webhooks: [hook] };
}

async function deny(request: Request): Promise<Response> {
  const { apiVersion, kind, request: asked } = (await request.json()) as Record<string, { readonly uid: string }>;
  const response = { uid: asked?.uid, allowed: false, status: { message: 'not in this cluster' } };
  return Response.json({ apiVersion, kind, response });
}

const { signal } = new AbortController();

suite('hints at what newcomers get stuck at', () => {
  let story: RepositoryStory;
  let refusing: Listener;
  let denying: Listener;

  before(async () => {
    refusing = await listen({ handler: async () => new Response('who are you?', { status: 401 }) });
    const files = Object.entries(stuckPoints).flatMap(([name, point]) =>
      Object.entries(point.files ?? { 'a.yaml': configMap(name) }).map(([file, text]) => [`${name}/${file}`, text]),
    );
    story = await startRepositoryStory({
      ...Object.fromEntries(files),
      'immutable/a.yaml': configMap('fixed', 'data: {a: "2"}\nimmutable: true\n'),
    });
    const empty = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'empty', namespace: 'flux-system' } };
    await story.system.client.create(empty, {}, signal);
    for (const object of policy) await story.system.client.create(object, {}, signal);
    const { ca, ...tls } = createServingCertificate(['127.0.0.1'], Date.now());
    denying = await listen({ handler: deny, tls: { ca, ...tls } });
    const caBundle = Buffer.from(ca).toString('base64');
    for (const object of [
      webhook('denied', { url: `${denying.url}/`, caBundle }),
      webhook('unanswered', { url: 'https://127.0.0.1:1/' }),
    ]) {
      await story.system.client.create(object, {}, signal);
    }
    for (const [name, { spec }] of Object.entries(stuckPoints)) await story.follow(name, spec);
  });
  after(async () => {
    await story.close();
    await refusing.close();
    await denying.close();
  });

  /** The hint at an object, as soon as there is one. */
  async function hintAt(kind: 'Kustomization' | 'GitRepository', name: string): Promise<Hint> {
    let object: KubeObject | undefined;
    for (const end = performance.now() + 15_000; performance.now() < end; await sleep(10)) {
      object = await story.get(kind, name);
      const hint = hintFor(object);
      if (hint !== undefined && !isEarly(hint)) return hint;
    }
    return assert.fail(`no hint at ${JSON.stringify(object?.['status'])}`);
  }

  for (const [name, { cause, next }] of Object.entries(stuckPoints)) {
    test(name, async () => {
      const hint = await hintAt('Kustomization', name);
      assert.match(hint.cause, cause);
      assert.match(hint.next, next);
    });
  }

  test('immutable-field', async () => {
    const fixed = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'fixed', namespace: 'default' } };
    await story.system.client.create({ ...fixed, data: { a: '1' }, immutable: true }, {}, signal);
    await story.follow('immutable');
    const hint = await hintAt('Kustomization', 'immutable');
    assert.match(hint.cause, /cannot be changed/);
    assert.match(hint.next, /force: enabled/);
  });

  test('repository-missing and wrong-credentials', async () => {
    const { client, git } = story.system;
    await client.create(gitRepository('missing', `${git.listener.url}/missing`), {}, signal);
    await client.create(gitRepository('refused', `${refusing.url}/repo`), {}, signal);
    assert.match((await hintAt('GitRepository', 'missing')).next, /git ls-remote http/);
    const hint = await hintAt('GitRepository', 'refused');
    assert.match(hint.cause, /does not accept the credentials|wants some/);
    assert.match(hint.next, /create secret git/);
  });

  test('unknown-authority and http-instead-of-https', async () => {
    const handler = async (): Promise<Response> => new Response('nothing here', { status: 404 });
    const { ca, ...tls } = createServingCertificate(['127.0.0.1'], Date.now());
    const [safe, plain] = [await listen({ handler, tls: { ca, ...tls } }), await listen({ handler })];
    try {
      const { client } = story.system;
      await client.create(gitRepository('unknown', `${safe.url}/repo`), {}, signal);
      await client.create(gitRepository('mismatch', `${plain.url.replace('http:', 'https:')}/repo`), {}, signal);
      const unknown = await hintAt('GitRepository', 'unknown');
      assert.match(unknown.cause, /authority that is not known here/);
      assert.match(unknown.next, /under the key ca\.crt/);
      const mismatch = await hintAt('GitRepository', 'mismatch');
      assert.match(mismatch.cause, /one side speaks https and the other http/);
      assert.match(mismatch.next, /compare scheme and port of spec\.url/);
    } finally {
      await safe.close();
      await plain.close();
    }
  });

  test('edit-rolled-back and large-prune', async () => {
    const files = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`moving/${i}.yaml`, configMap(`m${i}`)]));
    const told: string[] = [];
    const stop = new AbortController();
    const progress = progressOn({ out: () => undefined, err: (line) => told.push(line) });
    const telling = tellAdvice(story.system.client, systemClock, progress, stop.signal);
    story.commit({ ...files, 'moving/kept.yaml': configMap('kept') });
    await story.follow('moving', { interval: '1s' });
    const kept = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'kept' };
    await eventually(async () => assert.match(readyText(await story.get('Kustomization', 'moving')), /^True/));
    await story.system.client.patch(kept, { data: { key: 'edited' } }, { type: 'merge' }, signal);
    await eventually(() =>
      assert.match(told.join('\n'), /ConfigMap\/default\/kept was changed in the cluster by somebody else/),
    );
    story.commit(Object.fromEntries(Object.keys(files).map((path) => [path, '# moved away\n'])));
    await eventually(() =>
      assert.match(told.join('\n'), /Kustomization\/flux-system\/moving: 11 objects are not in \.\/moving/),
    );
    stop.abort(new Error('enough'));
    await telling.catch(() => undefined);
  });
});

/** The source may be read a moment later than the first pass. */
function isEarly({ cause }: Hint): boolean {
  return /has not brought anything yet/.test(cause);
}
