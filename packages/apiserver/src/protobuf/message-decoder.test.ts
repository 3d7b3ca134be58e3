import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { MessageDecoder } from './message-decoder.ts';
import { WireError } from './wire-fields.ts';
import { bytesField, message, numberField } from './write-message.ts';

const core = 'io.k8s.api.core.v1.';
const decoder = new MessageDecoder();

suite('MessageDecoder', () => {
  test('reads texts, flags, numbers, lists and messages in messages', () => {
    const port = message(bytesField(1, 'http'), numberField(3, 8080));
    const container = message(bytesField(1, 'web'), bytesField(3, 'run'), bytesField(3, 'fast'), bytesField(6, port));
    const pod = message(bytesField(2, container), numberField(4, -1), numberField(11, 1));
    assert.deepEqual(decoder.decode(pod, `${core}PodSpec`), {
      containers: [{ name: 'web', command: ['run', 'fast'], ports: [{ name: 'http', containerPort: 8080 }] }],
      terminationGracePeriodSeconds: -1,
      hostNetwork: true,
    });
  });

  test('reads maps, whatever their keys are called', () => {
    const labels = [message(bytesField(1, '__proto__'), bytesField(2, 'a')), message(bytesField(1, 'empty'))];
    const metadata = message(...labels.map((entry) => bytesField(11, entry)));
    const decoded = decoder.decode(metadata, 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta');
    assert.deepEqual(Object.entries(decoded['labels'] as object), [
      ['__proto__', 'a'],
      ['empty', ''],
    ]);
    const secret = message(bytesField(2, message(bytesField(1, 'key'), bytesField(2, 'value'))));
    assert.deepEqual(decoder.decode(secret, `${core}Secret`), { data: { key: 'dmFsdWU=' } });
    const extra = message(bytesField(1, 'scopes'), bytesField(2, message(bytesField(1, 'a'), bytesField(1, 'b'))));
    const user = decoder.decode(message(bytesField(4, extra)), 'io.k8s.api.authentication.v1.UserInfo');
    assert.deepEqual(user, { extra: { scopes: ['a', 'b'] } });
  });

  test('reads quantities, times and numbers that may be texts', () => {
    const limits = message(bytesField(1, message(bytesField(1, 'cpu'), bytesField(2, message(bytesField(1, '500m'))))));
    assert.deepEqual(decoder.decode(limits, `${core}ResourceRequirements`), { limits: { cpu: '500m' } });
    const created = message(bytesField(8, message(numberField(1, 1_700_000_000))));
    const metadata = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
    assert.deepEqual(decoder.decode(created, metadata), { creationTimestamp: '2023-11-14T22:13:20Z' });
    assert.deepEqual(decoder.decode(message(bytesField(8, message())), metadata), {});
    const renewed = message(bytesField(4, message(numberField(1, 1_700_000_000), numberField(2, 123_456_000))));
    assert.deepEqual(decoder.decode(renewed, 'io.k8s.api.coordination.v1.LeaseSpec'), {
      renewTime: '2023-11-14T22:13:20.123456Z',
    });
    const port = (value: Uint8Array) => decoder.decode(message(bytesField(4, value)), `${core}ServicePort`);
    assert.deepEqual(port(message(numberField(1, 0), numberField(2, 80))), { targetPort: 80 });
    assert.deepEqual(port(message(numberField(1, 1), bytesField(3, 'http'))), { targetPort: 'http' });
  });

  test('puts the fields of inlined messages where JSON has them', () => {
    const source = message(bytesField(19, message(bytesField(1, message(bytesField(1, 'settings'))))));
    const volume = message(bytesField(1, 'config'), bytesField(2, source));
    assert.deepEqual(decoder.decode(volume, `${core}Volume`), { name: 'config', configMap: { name: 'settings' } });
  });

  test('skips fields that it does not know', () => {
    assert.deepEqual(decoder.decode(message(numberField(900, 1), bytesField(901, 'x')), `${core}PodSpec`), {});
  });

  test('throws nothing but WireError, whatever the bytes are', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        decoder.decode(bytes, `${core}Pod`);
      } catch (thrown) {
        assert.ok(thrown instanceof WireError);
      }
    });
    fc.assert(property);
  });
});
