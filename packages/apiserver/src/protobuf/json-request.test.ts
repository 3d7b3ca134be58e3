import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { StatusError } from '../errors/status-error.ts';
import { isProtobuf, jsonRequest } from './json-request.ts';
import { MessageDecoder } from './message-decoder.ts';
import { bytesField, message } from './write-message.ts';

const decoder = new MessageDecoder();

function request(body: Uint8Array): Request {
  const headers = { 'content-type': 'application/vnd.kubernetes.protobuf', 'x-kept': 'yes' };
  return new Request('http://cluster.local/api/v1/namespaces', { method: 'POST', headers, body: Buffer.from(body) });
}

function envelope(apiVersion: string, kind: string, object: Uint8Array): Uint8Array {
  const typeMeta = message(bytesField(1, apiVersion), bytesField(2, kind));
  return message(Buffer.from('k8s\0'), bytesField(1, typeMeta), bytesField(2, object));
}

async function codeOf(body: Uint8Array): Promise<number | undefined> {
  try {
    await jsonRequest(request(body), decoder, 'Pod');
    return undefined;
  } catch (thrown) {
    assert.ok(thrown instanceof StatusError);
    return thrown.status.code;
  }
}

suite('jsonRequest', () => {
  test('turns the object of an envelope into JSON, and leaves the rest of the request alone', async () => {
    const object = message(bytesField(1, message(bytesField(1, 'team'))));
    const asked = request(envelope('v1', 'Namespace', object));
    assert.equal(isProtobuf(asked), true);
    const read = await jsonRequest(asked, decoder, 'Namespace');
    assert.equal(isProtobuf(read), false);
    assert.equal(read.headers.get('x-kept'), 'yes');
    assert.deepEqual(await read.json(), { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } });
  });

  test('reads the options of a deletion in any group', async () => {
    const read = await jsonRequest(
      request(envelope('apps/v1', 'DeleteOptions', bytesField(4, 'Orphan'))),
      decoder,
      'Pod',
    );
    assert.deepEqual(await read.json(), { apiVersion: 'apps/v1', kind: 'DeleteOptions', propagationPolicy: 'Orphan' });
  });

  test('answers 400 to what is no message, and 415 to kinds that come in JSON only', async () => {
    assert.equal(await codeOf(Buffer.from('{"kind":"Pod"}')), 400);
    assert.equal(await codeOf(envelope('v1', 'Pod', Buffer.from([0x0a, 0x7f]))), 400);
    assert.equal(await codeOf(envelope('example.com/v1', 'Widget', message())), 415);
    assert.equal(await codeOf(envelope('apiextensions.k8s.io/v1', 'CustomResourceDefinition', message())), 415);
  });
});
