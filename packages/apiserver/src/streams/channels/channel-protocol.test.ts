import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { commandProtocols, decodeMessage, encodeMessage, forwardProtocols } from './channel-protocol.ts';

const protocols = [...commandProtocols.values(), ...forwardProtocols.values()];

suite('messages of channels', () => {
  test('are read as they were written', () => {
    const channel = fc.nat(9);
    fc.assert(
      fc.property(
        fc.constantFrom(...protocols),
        channel,
        fc.uint8Array({ maxLength: 100 }),
        (protocol, number, data) => {
          const read = decodeMessage(protocol, encodeMessage(protocol, number, data));
          assert.deepEqual(read, { kind: 'data', channel: number, data: Buffer.from(data) });
        },
      ),
    );
  });

  test('may be anything', () => {
    const message = fc.oneof(fc.string(), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.constantFrom(...protocols), message, (protocol, one) => void decodeMessage(protocol, one)),
    );
  });

  test('end a channel since version 5', () => {
    const [v4, v5] = [commandProtocols.get('v4.channel.k8s.io'), commandProtocols.get('v5.channel.k8s.io')];
    assert.ok(v4 !== undefined && v5 !== undefined);
    assert.deepEqual(decodeMessage(v5, Uint8Array.of(255, 0)), { kind: 'close', channel: 0, data: Buffer.alloc(0) });
    assert.equal(decodeMessage(v5, Uint8Array.of(255)), undefined);
    assert.equal(decodeMessage(v4, Uint8Array.of(255, 0))?.kind, 'data');
  });

  test('are text in base64, behind a digit', () => {
    const protocol = commandProtocols.get('v4.base64.channel.k8s.io');
    assert.ok(protocol !== undefined);
    assert.equal(encodeMessage(protocol, 1, Buffer.from('\n')), '1Cg==');
    assert.equal(decodeMessage(protocol, '0Zm9vCg==')?.data.toString(), 'foo\n');
  });
});
