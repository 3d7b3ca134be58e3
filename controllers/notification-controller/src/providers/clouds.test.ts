import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { suite, test } from 'node:test';
import type { Outgoing } from '../http/outgoing-request.ts';
import { bodyOf, deliver, deliverOne } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';
import { TokenMemory } from './shared/token-memory.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

function urlsOf(requests: readonly Outgoing[]): readonly string[] {
  return requests.map((request) => (request.kind === 'http' ? request.url : request.server));
}

suite('cloud providers', () => {
  test('publish to Google Pub/Sub with a token for the credentials', () => {
    const token = JSON.stringify({
      type: 'service_account',
      client_email: 'flux@project.example',
      private_key: key,
      token_uri: 'https://oauth2.example/token',
    });
    const tokens = new TokenMemory();
    const settings = { address: 'project', channel: 'topic', token, headers: { team: 'a' }, tokens };
    const respond = () => ({ body: '{"access_token":"granted","expires_in":3600}' });
    const requests = deliver('googlepubsub', settings, testEvent(), respond);
    assert.deepEqual(urlsOf(requests), [
      'https://oauth2.example/token',
      'https://pubsub.googleapis.com/v1/projects/project/topics/topic:publish',
    ]);
    const [asked, published] = requests;
    const assertion = new URLSearchParams(asked?.kind === 'http' ? String(asked.body) : '').get('assertion') ?? '';
    const [header, claims, signature] = assertion.split('.');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${header}.${claims}`),
      publicKey,
      Buffer.from(signature ?? '', 'base64url'),
    );
    assert.ok(isSigned);
    const { messages } = bodyOf(published) as { messages: { data: string; attributes: unknown }[] };
    assert.equal(JSON.parse(Buffer.from(messages[0]?.data ?? '', 'base64').toString()).message, 'message');
    assert.deepEqual(messages[0]?.attributes, { team: 'a' });
    assert.equal(published?.kind === 'http' && published.headers['authorization'], 'Bearer granted');
    // The token is kept until it expires.
    assert.equal(deliver('googlepubsub', settings, testEvent(), respond).length, 1);
  });

  test('take the token of the machine where there are no credentials', () => {
    const respond = () => ({ body: '{"access_token":"granted","expires_in":3600}' });
    const [google] = deliver('googlepubsub', { address: 'p', channel: 't' }, testEvent(), respond);
    assert.equal(google?.kind === 'http' && google.headers['metadata-flavor'], 'Google');
    const requests = deliver('azureeventhub', { address: 'hub', channel: 'ns' }, testEvent(), respond);
    assert.match(urlsOf(requests)[0] ?? '', /^http:\/\/169\.254\.169\.254\/metadata\/identity\/oauth2\/token\?/);
    assert.equal(urlsOf(requests)[1], 'https://ns.servicebus.windows.net/hub/messages?api-version=2014-01');
  });

  test('say nothing of credentials that are none', () => {
    for (const token of [
      'canary-secret',
      '{"type":"service_account","private_key":"canary-secret"}',
      '{"type":"canary-secret"}',
    ]) {
      assert.throws(
        () => deliver('googlepubsub', { address: 'p', channel: 't', token }),
        ({ message }: Error) => !message.includes('canary'),
      );
    }
    assert.throws(() => deliver('googlepubsub', { channel: 't' }), { message: 'GCP project ID cannot be empty' });
    assert.throws(() => deliver('googlepubsub', { address: 'p' }), { message: 'GCP Pub/Sub topic ID cannot be empty' });
  });

  test('send to Azure Event Hubs with a connection string or a token', () => {
    const address =
      'Endpoint=sb://ns.servicebus.windows.net/;SharedAccessKeyName=sender;SharedAccessKey=c2VjcmV0;EntityPath=hub';
    const request = deliverOne('azureeventhub', { address });
    assert.equal(request.url, 'https://ns.servicebus.windows.net/hub/messages?api-version=2014-01');
    assert.match(
      request.headers['authorization'] ?? '',
      /^SharedAccessSignature sr=https%3A%2F%2Fns\.servicebus\.windows\.net%2Fhub&sig=[^&]+&se=1664523630&skn=sender$/,
    );
    const withToken = deliverOne('azureeventhub', { address: 'hub', channel: 'ns', token: 'jwt' });
    assert.equal(withToken.headers['authorization'], 'Bearer jwt');
    assert.throws(() => deliver('azureeventhub', { address, token: 'jwt' }), /cannot be set at the same time/);
    assert.throws(() => deliver('azureeventhub', {}), /endpoint URL cannot be empty/);
  });

  test('give OpenTelemetry a span in the trace of alert and revision', () => {
    const event = testEvent({ severity: 'error', metadata: { revision: 'main@sha1:abc' } });
    const request = deliverOne('otel', { address: 'http://collector.example:4318', token: 't' }, event);
    assert.equal(request.url, 'http://collector.example:4318/v1/traces');
    assert.equal(request.headers['authorization'], 'Bearer t');
    assert.equal(request.headers['content-type'], 'application/x-protobuf');
    const bytes = Buffer.from(request.body ?? '');
    for (const text of [
      'default/alert',
      'GitRepository: gitops-system/webapp',
      'flux:notification-controller',
      'message',
    ]) {
      assert.ok(bytes.includes(text), text);
    }
    // The first half of sha256('alert-uid:main@sha1:abc').
    assert.ok(bytes.includes(Buffer.from('bf6626373c6048701d73f364fbfb61db', 'hex')));
    const chart = testEvent({ involvedObject: { ...event.involvedObject, kind: 'HelmRepository' } });
    assert.deepEqual(deliver('otel', { address: 'http://collector.example' }, chart), []);
  });
});
