import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bodyOf, deliver, deliverOne } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';

const address = 'https://hook.example/events';

suite('generic providers', () => {
  test('forward the event with the headers of the Secret', () => {
    const request = deliverOne('generic', { address, headers: { Authorization: 'token', 'X-Signature': 'kept' } });
    assert.deepEqual(request.headers, {
      'content-type': 'application/json',
      'gotk-component': 'source-controller',
      authorization: 'token',
      'x-signature': 'kept',
    });
    assert.equal(
      request.body,
      '{"involvedObject":{"kind":"GitRepository","namespace":"gitops-system","name":"webapp"},"severity":"info","timestamp":"2022-09-30T06:40:29Z","message":"message","reason":"reason","metadata":{"test":"metadata"},"reportingController":"source-controller","reportingInstance":"source-controller-xyz"}',
    );
  });

  test('sign the event with the token, as Flux does', () => {
    const token = '7152fed34dd6149a7c75a276c510da27cb6f82b0';
    const request = deliverOne('generic-hmac', { address, token, headers: { 'X-Signature': 'overwritten' } });
    assert.equal(
      request.headers['x-signature'],
      'sha256=65b018549b1254e7226d1c08f9567ee45bc9de0fc4e7b1a40253f9a018b08be7',
    );
    assert.throws(() => deliver('generic-hmac', { address }), { message: 'HMAC key is empty' });
  });

  test('print JSON as Go does', () => {
    const request = deliverOne('generic', { address }, testEvent({ message: '<a> & b\u2028' }));
    assert.match(String(request.body), /"message":"\\u003ca\\u003e \\u0026 b\\u2028"/);
  });

  test('say no more of an answer than an excerpt', () => {
    const respond = () => ({ status: 500, body: 'x'.repeat(100_000) });
    assert.throws(
      () => deliver('generic', { address }, testEvent(), respond),
      ({ message }: Error) => message.length < 2_000,
    );
  });

  test('start workflows of GitHub', () => {
    const request = deliverOne('githubdispatch', { address: 'https://github.com/foo/bar', token: 't' });
    assert.equal(request.url, 'https://api.github.com/repos/foo/bar/dispatches');
    const { event_type, client_payload } = bodyOf(request) as Record<string, unknown>;
    assert.equal(event_type, 'GitRepository/webapp.gitops-system');
    assert.equal((client_payload as { message: string }).message, 'message');
  });

  test('publish to NATS with the best credentials that there are', () => {
    const base = { address: 'nats://host:4222', channel: 'flux', username: 'u', password: 'p' };
    const kinds = [
      {},
      { secret: new Map([['nkey', 'SU']]) },
      {
        secret: new Map([
          ['nkey', 'SU'],
          ['creds', 'file'],
        ]),
      },
    ].map((extra) => {
      const [publication] = deliver('nats', { ...base, ...extra });
      return publication?.kind === 'nats' ? publication.credentials.kind : '';
    });
    assert.deepEqual(kinds, ['password', 'nkey', 'jwt']);
    assert.throws(() => deliver('nats', { channel: 'flux' }), { message: 'NATS server (address) cannot be empty' });
    assert.throws(() => deliver('nats', { address: 'nats://host' }), {
      message: 'NATS subject (channel) cannot be empty',
    });
    assert.throws(() => deliver('nats', { address: 'nats://host', channel: 'a 0\r\nPUB b' }), /white space/);
    assert.throws(() => deliver('nats', base, testEvent(), () => undefined), {
      message: 'error publishing event to subject flux: ECONNREFUSED',
    });
  });
});
