import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../../testing/api-client.ts';

const pods = '/api/v1/namespaces/default/pods';
const strategic = 'application/strategic-merge-patch+json';

async function created(api: TestApi, spec: JsonObject, metadata: JsonObject = {}): Promise<JsonObject> {
  return (await api.post(pods, { metadata: { name: 'one', ...metadata }, spec })).body;
}

async function resized(api: TestApi, patch: JsonObject): Promise<JsonObject> {
  return (await api.call('PATCH', `${pods}/one/resize`, { body: patch, type: strategic })).body;
}

const amounts = (resources: JsonObject): JsonObject => ({ containers: [{ name: 'main', image: 'main:1', resources }] });
const main = (resources: JsonObject): JsonObject => ({ containers: [{ name: 'main', resources }] });

suite('resizing a pod', () => {
  test('changes processor time and memory, and nothing else', async () => {
    const api = startApi();
    await created(api, amounts({ requests: { cpu: '10m' } }), { labels: { app: 'web' } });
    const containers = [
      { name: 'main', image: 'other', resources: { requests: { cpu: '20m' }, limits: { memory: '1Mi' } } },
    ];
    const { metadata, spec } = await resized(api, {
      metadata: { labels: { app: 'other' } },
      spec: { containers, nodeName: 'elsewhere' },
    });
    const { generation, labels } = metadata as JsonObject;
    assert.deepEqual([generation, labels], [2, { app: 'web' }]);
    const [container] = (spec as JsonObject)['containers'] as JsonObject[];
    assert.equal(container?.['image'], 'main:1');
    // Requests that are not given are the limits, as in a new pod.
    const resources = { limits: { memory: '1Mi' }, requests: { cpu: '20m', memory: '1Mi' } };
    assert.deepEqual(container?.['resources'], resources);
    assert.equal((spec as JsonObject)['nodeName'], undefined);
  });

  test('is refused as by kube-apiserver', async () => {
    const api = startApi();
    await created(api, amounts({ requests: { cpu: '1', memory: '1Mi' } }));
    const refusals: readonly (readonly [JsonObject, string])[] = [
      [
        main({ requests: { cpu: null } }),
        'spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed',
      ],
      [
        main({ requests: { 'ephemeral-storage': '1Gi' } }),
        'spec: Forbidden: only cpu and memory resources are mutable',
      ],
      [
        { containers: [{ name: 'two', image: 'two' }] },
        'spec.containers: Forbidden: containers may not be added or removed on resize',
      ],
      [
        main({ requests: { memory: '1Mi' }, limits: { cpu: '1', memory: '1Mi' } }),
        'spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing',
      ],
    ];
    for (const [spec, complaint] of refusals) {
      assert.equal((await resized(api, { spec }))['message'], complaintAbout(complaint));
    }
  });

  test('is refused for pods that no node can resize', async () => {
    const api = startApi();
    await created(api, { ...amounts({ requests: { cpu: '1' } }), os: { name: 'windows' } });
    const { message } = await resized(api, { spec: main({ requests: { cpu: '2' } }) });
    assert.equal(message, complaintAbout('[]: Forbidden: windows pods cannot be resized'));
    const other = startApi();
    await created(other, { ...amounts({ requests: { cpu: '1' } }), nodeName: 'old' });
    const running = {
      name: 'main',
      image: 'main:1',
      imageID: '',
      ready: true,
      restartCount: 0,
      state: { running: {} },
    };
    await other.merge(`${pods}/one/status`, { status: { containerStatuses: [running] } });
    const refusal = await resized(other, { spec: main({ requests: { cpu: '2' } }) });
    const complaint = 'spec: Forbidden: Pod running on node without support for resize';
    assert.equal(refusal['message'], complaintAbout(complaint));
  });

  test('completes what is said for the pod as a whole by what its containers need', async () => {
    const api = startApi();
    const { spec } = await created(api, {
      ...amounts({ requests: { cpu: '1', memory: '1Mi' }, limits: { memory: '3Mi' } }),
      resources: { requests: { cpu: '2' } },
    });
    const resources = { limits: { memory: '3Mi' }, requests: { cpu: '2', memory: '1Mi' } };
    assert.deepEqual((spec as JsonObject)['resources'], resources);
    // What containers may use is raised to what the pod asks for.
    const grown = await resized(api, {
      spec: { resources: { requests: { memory: '5Mi' }, limits: { memory: null } } },
    });
    const raised = { limits: { memory: '5Mi' }, requests: { cpu: '2', memory: '5Mi' } };
    assert.deepEqual((grown['spec'] as JsonObject)['resources'], raised);
  });
});

function complaintAbout(complaint: string): string {
  return `Pod "one" is invalid: ${complaint}`;
}
