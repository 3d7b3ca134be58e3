import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { compareObjects, planStages } from '@flux19/apply';
import { formatObject, type KubeObject, type ObjectReference } from '@flux19/objects';
import fc from 'fast-check';

const object = (apiVersion: string, kind: string, name = 'x', namespace?: string): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, ...(namespace === undefined ? {} : { namespace }) },
});
const names = (objects: readonly KubeObject[]) => objects.map((one) => formatObject(one));

suite('planStages', () => {
  test('puts definitions before classes, custom kinds and the rest', () => {
    const stages = planStages(
      [
        object('apps/v1', 'Deployment', 'web', 'a'),
        object('networking.k8s.io/v1', 'IngressClass'),
        object('v1', 'Namespace', 'a'),
        object('example.com/v1', 'Early', 'e', 'a'),
        object('rbac.authorization.k8s.io/v1', 'ClusterRole', 'r'),
        object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'c'),
        object('admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'h'),
        object('v1', 'ConfigMap', 'b', 'a'),
        object('v1', 'ConfigMap', 'a', 'a'),
        object('example.com/v1', 'Other', 'o', 'a'),
      ],
      new Set(['example.com/Early']),
    );
    assert.deepEqual(
      stages.map(({ name, isAwaited, objects }) => [name, isAwaited, names(objects)]),
      [
        ['definitions', true, ['CustomResourceDefinition/c', 'Namespace/a', 'ClusterRole/r']],
        ['classes', true, ['IngressClass/x']],
        ['custom', false, ['Early/a/e']],
        [
          'resources',
          false,
          ['ConfigMap/a/a', 'ConfigMap/a/b', 'Deployment/a/web', 'Other/a/o', 'ValidatingWebhookConfiguration/h'],
        ],
      ],
    );
  });

  test('leaves out stages without objects', () => {
    assert.deepEqual(planStages([]), []);
  });

  test('orders the same objects the same way, however they come', () => {
    const reference: fc.Arbitrary<ObjectReference> = fc.record(
      {
        group: fc.constantFrom('', 'apps', 'example.com'),
        kind: fc.constantFrom('Namespace', 'Secret', 'Widget', 'Deployment', 'MutatingWebhookConfiguration'),
        namespace: fc.constantFrom('', 'a', 'b'),
        name: fc.constantFrom('x', 'y'),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(reference), fc.nat(), (references, turn) => {
        const cut = references.length === 0 ? 0 : turn % references.length;
        const turned = [...references.slice(cut), ...references.slice(0, cut)];
        assert.deepEqual(turned.toSorted(compareObjects), references.toSorted(compareObjects));
      }),
    );
  });
});
