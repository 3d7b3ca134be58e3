import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { bodyOf, deliver, deliverOne } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';

const address = 'https://incidents.example/api';
const involvedObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'apps',
  name: 'web',
  uid: 'object-uid',
};
const failure = testEvent({
  involvedObject,
  severity: 'error',
  reason: 'HealthCheckFailed',
  message: 'timeout',
  metadata: { revision: 'main@sha1:abc', summary: 'cluster one' },
  reportingController: 'kustomize-controller',
});
const recovery = { ...failure, severity: 'info', reason: 'ReconciliationSucceeded' } as const;
const progress = { ...recovery, reason: 'Progressing' } as const;

suite('providers for incidents', () => {
  test('fire alerts of Alertmanager', () => {
    const request = deliverOne('alertmanager', { address, token: 't' }, failure);
    assert.equal(request.headers['authorization'], 'Bearer t');
    assert.deepEqual(bodyOf(request), [
      {
        status: 'firing',
        labels: {
          alertname: 'FluxKustomizationHealthcheckfailed',
          severity: 'error',
          reason: 'HealthCheckFailed',
          kind: 'Kustomization',
          name: 'web',
          namespace: 'apps',
          reportingcontroller: 'kustomize-controller',
          revision: 'main@sha1:abc',
        },
        annotations: { message: 'timeout', summary: 'cluster one' },
        startsAt: '2022-09-30T06:40:29Z',
        endsAt: '0001-01-01T00:00:00Z',
      },
    ]);
    const basic = deliverOne('alertmanager', { address, token: 't', username: 'u', password: 'p' }, failure);
    assert.equal(basic.headers['authorization'], 'Basic dTpw');
  });

  test('trigger and resolve incidents of PagerDuty, and tell of changes', () => {
    const [trigger, ...none] = deliver('pagerduty', { address, channel: 'routing-key' }, failure);
    assert.equal(none.length, 0);
    assert.deepEqual(bodyOf(trigger), {
      routing_key: 'routing-key',
      event_action: 'trigger',
      dedup_key: 'object-uid',
      payload: {
        summary: 'health check failed: kustomization/web',
        source: 'Flux kustomize-controller',
        severity: 'error',
        timestamp: '2022-09-30T06:40:29Z',
        component: 'web',
        group: 'Kustomization',
        custom_details: { message: 'timeout', metadata: { revision: 'main@sha1:abc', summary: 'cluster one' } },
      },
    });
    const requests = deliver('pagerduty', { address, channel: 'routing-key' }, recovery);
    assert.deepEqual(
      requests.map((request) => request.kind === 'http' && request.url),
      ['https://incidents.example/v2/enqueue', 'https://incidents.example/v2/change/enqueue'],
    );
    assert.deepEqual(bodyOf(requests[0]), {
      routing_key: 'routing-key',
      event_action: 'resolve',
      dedup_key: 'object-uid',
    });
    assert.deepEqual(bodyOf(requests[1]), {
      routing_key: 'routing-key',
      payload: {
        summary: 'reconciliation succeeded: kustomization/web',
        source: 'Flux kustomize-controller',
        timestamp: '2022-09-30T06:40:29Z',
        custom_details: { message: 'timeout', metadata: { revision: 'main@sha1:abc', summary: 'cluster one' } },
      },
    });
    assert.deepEqual(deliver('pagerduty', { address, channel: 'routing-key' }, progress), []);
  });

  test('open alerts of Opsgenie that are one for each object and reason', () => {
    const request = deliverOne('opsgenie', { address, token: 'key' }, failure);
    assert.equal(request.headers['authorization'], 'GenieKey key');
    const { alias, ...payload } = bodyOf(request) as Record<string, unknown>;
    assert.match(String(alias), /^[0-9a-f]{64}$/);
    assert.deepEqual(payload, {
      message: 'Kustomization/web',
      description: 'timeout',
      details: { revision: 'main@sha1:abc', severity: 'error', summary: 'cluster one' },
    });
    const aliases = [failure, { ...failure, message: 'again' }, recovery].map(
      (event) => (bodyOf(deliverOne('opsgenie', { address, token: 'key' }, event)) as { alias: string }).alias,
    );
    assert.equal(aliases[0], aliases[1]);
    assert.notEqual(aliases[0], aliases[2]);
  });

  test('fire and resolve alerts of incident.io', () => {
    assert.deepEqual(bodyOf(deliverOne('incident.io', { address, token: 't' }, failure)), {
      title: 'kustomization/web.apps: HealthCheckFailed',
      status: 'firing',
      deduplication_key: 'object-uid',
      description: 'timeout',
      metadata: {
        reason: 'HealthCheckFailed',
        reportingController: 'kustomize-controller',
        revision: 'main@sha1:abc',
        severity: 'error',
        summary: 'cluster one',
      },
    });
    const resolved = bodyOf(deliverOne('incident.io', { address, token: 't' }, recovery));
    assert.equal((resolved as { status: string }).status, 'resolved');
    assert.deepEqual(deliver('incident.io', { address, token: 't' }, progress), []);
  });

  test('annotate Grafana', () => {
    const request = deliverOne('grafana', { address, username: 'u', password: 'p' }, failure);
    assert.equal(request.headers['authorization'], 'Basic dTpw');
    assert.deepEqual(bodyOf(request), {
      when: 1_664_520_029,
      text: 'kustomization/web.apps',
      tags: [
        'flux',
        'kustomize-controller',
        'revision: main@sha1|abc',
        'summary: cluster one',
        'kind: Kustomization',
        'name: web',
        'namespace: apps',
      ],
    });
  });

  test('tell Datadog with tags in small letters', () => {
    const request = deliverOne('datadog', { address: 'https://api.datadoghq.com', token: 'key' }, failure);
    assert.equal(request.url, 'https://api.datadoghq.com/api/v1/events');
    assert.equal(request.headers['dd-api-key'], 'key');
    assert.deepEqual(bodyOf(request), {
      title: 'Events from the Kustomization web/apps',
      text: 'timeout',
      tags: [
        'flux_reporting_controller:kustomize-controller',
        'flux_reason:healthcheckfailed',
        'kube_kind:kustomization',
        'kube_name:web',
        'kube_namespace:apps',
        'revision:main@sha1:abc',
        'summary:cluster one',
      ],
      source_type_name: 'fluxcd',
      date_happened: 1_664_520_029,
      alert_type: 'error',
    });
  });

  test('send errors to Sentry as events and the rest as transactions', () => {
    const address = 'https://public@sentry.example/prefix/42';
    const [error, transaction] = [failure, recovery].map((event) => {
      const request = deliverOne('sentry', { address, channel: 'staging' }, event);
      assert.equal(request.url, 'https://sentry.example/prefix/api/42/envelope/');
      assert.match(request.headers['x-sentry-auth'] ?? '', /sentry_key=public/);
      return String(request.body)
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    });
    assert.deepEqual(error?.[1], { type: 'event' });
    const { event_id, ...item } = error?.[2] ?? {};
    assert.match(String(event_id), /^[0-9a-f]{32}$/);
    assert.deepEqual(item, {
      environment: 'staging',
      message: 'timeout',
      platform: 'other',
      timestamp: '2022-09-30T06:40:29Z',
      transaction: 'Kustomization: apps/web',
      contexts: { metadata: { revision: 'main@sha1:abc', summary: 'cluster one' } },
      level: 'error',
      server_name: 'kustomize-controller',
    });
    assert.deepEqual(transaction?.[1], { type: 'transaction' });
    assert.equal(transaction?.[2]?.['type'], 'transaction');
    const tags = (transaction?.[2]?.['tags'] ?? {}) as Record<string, string>;
    assert.equal(tags['flux_reason'], 'ReconciliationSucceeded');
    assert.throws(() => deliver('sentry', {}), { message: 'DSN cannot be empty' });
  });

  test('refuse to work without the secrets that they need', () => {
    assert.throws(() => deliver('opsgenie', { address }), { message: 'empty Opsgenie apikey/token' });
    assert.throws(() => deliver('datadog', { address }), { message: 'token cannot be empty' });
    assert.throws(() => deliver('incident.io', { address }), { message: 'empty incident.io API token' });
  });
});
