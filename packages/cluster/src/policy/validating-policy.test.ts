import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();
const address = { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy', name: 'few' };

suite('validatingPolicyController', () => {
  test('tells what does not fit, until the policy is changed', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const rule = { apiGroups: ['apps'], apiVersions: ['v1'], resources: ['deployments'], operations: ['CREATE'] };
    const policy = (expression: string) => ({
      apiVersion: address.apiVersion,
      kind: address.kind,
      metadata: { name: address.name },
      spec: { matchConstraints: { resourceRules: [rule] }, validations: [{ expression }] },
    });
    const told = async () => {
      const { status } = await client.get(address, signal);
      const { observedGeneration, typeChecking } = status as {
        observedGeneration: number;
        typeChecking?: { expressionWarnings?: { fieldRef: string }[] };
      };
      return [observedGeneration, typeChecking?.expressionWarnings?.map(({ fieldRef }) => fieldRef)];
    };
    const options = { fieldManager: 'test', force: true };
    await client.apply(policy('object.spec.replica < 3'), options, signal);
    await eventually(async () => assert.deepEqual(await told(), [1, ['spec.validations[0].expression']]));
    await client.apply(policy('object.spec.replicas < 3'), options, signal);
    await eventually(async () => assert.deepEqual(await told(), [2, undefined]));
  });
});
