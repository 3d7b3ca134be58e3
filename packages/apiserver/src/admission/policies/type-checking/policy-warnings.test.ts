import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, KubeObject } from '@flux19/objects';
import { startApi } from '../../../testing/api-client.ts';

const deployments = { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'], operations: ['CREATE'] };

function policy(expressions: readonly string[], rule: JsonObject = deployments, spec: JsonObject = {}): KubeObject {
  const validations = expressions.map((expression) => ({ expression }));
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'one' },
    spec: { matchConstraints: { resourceRules: [rule] }, validations, ...spec },
  };
}

/** The first lines of warnings: a kind and what is wrong. */
function warnings(subject: KubeObject, api = startApi()): string[] {
  return api.server.policyWarnings(subject).flatMap(({ fieldRef, warning }) =>
    warning
      .split('\n')
      .filter((line) => line.includes('Kind='))
      .map((line) => `${fieldRef}: ${line}`),
  );
}

suite('policyWarnings', () => {
  test('finds what the kind of a policy does not have', () => {
    const found = warnings(policy(['object.spec.replicas > 1', 'object.foo == 1', 'object.spec.replicas > "a"']));
    const start = 'apps/v1, Kind=Deployment: ERROR: <input>';
    assert.deepEqual(found, [
      `spec.validations[1].expression: ${start}:1:7: undefined field 'foo'`,
      `spec.validations[2].expression: ${start}:1:22: found no matching overload for '_>_' applied to '(int, string)'`,
    ]);
  });

  test('looks at each kind that is named, and at none behind a pattern', () => {
    const rule = (apiGroups: string[], resources: string[]) => ({ ...deployments, apiGroups, resources });
    const kinds = (found: string[]) => found.map((text) => /Kind=(\w+)/.exec(text)?.[1]);
    const named = warnings(policy(['object.spec.x == 1'], rule([''], ['pods', 'configmaps'])));
    assert.deepEqual(kinds(named), ['ConfigMap', 'Pod']);
    assert.deepEqual(warnings(policy(['object.spec.x == 1'], rule(['*'], ['pods']))), []);
    assert.deepEqual(warnings(policy(['object.spec.x == 1'], rule([''], ['*', 'pods/status']))), []);
  });

  test('knows the types of parameters and of variables', () => {
    const variables = [
      { name: 'replicas', expression: 'object.spec.replicas' },
      { name: 'broken', expression: 'object.nothing' },
    ];
    const spec = { variables, paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } };
    const found = warnings(
      policy(['variables.replicas == "x"', 'variables.broken == 1', 'params.foo == 1'], deployments, spec),
    );
    assert.deepEqual(
      found.map((text) => text.replace(/^spec.validations(.*)\.expression: .*<input>:1:\d+: /, '$1 ')),
      ["[0] found no matching overload for '_==_' applied to '(int, string)'", "[2] undefined field 'foo'"],
    );
  });

  test('knows custom kinds, with the metadata of every object', async () => {
    const api = startApi();
    const spec = { type: 'object', properties: { size: { type: 'integer' } } };
    await api.post('/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      metadata: { name: 'widgets.test.example' },
      spec: {
        group: 'test.example',
        names: { kind: 'Widget', plural: 'widgets' },
        scope: 'Cluster',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', properties: { spec } } },
          },
        ],
      },
    });
    const rule = { ...deployments, apiGroups: ['test.example'], resources: ['widgets'] };
    const expressions = ['object.spec.size > 1', 'object.metadata.labels["a"] == "b"', 'object.spec.sise > 1'];
    const found = warnings(policy(expressions, rule), api);
    const start = 'test.example/v1, Kind=Widget: ERROR: <input>';
    assert.deepEqual(found, [`spec.validations[2].expression: ${start}:1:12: undefined field 'sise'`]);
  });
});
