import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Alert, AlertSpec } from '@flux19/api';
import { testEvent } from '../testing/test-event.ts';
import { compileAlert } from './alert-rule.ts';

const event = testEvent({
  involvedObject: { apiVersion: 'v1', kind: 'Kustomization', namespace: 'apps', name: 'web' },
  message: 'Dependencies do not meet ready condition',
});

function verdict(spec: Partial<AlertSpec>, given = event): string {
  const alert: Alert = {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Alert',
    metadata: { name: 'alert', namespace: 'apps' },
    spec: { providerRef: { name: 'chat' }, eventSources: [{ kind: 'Kustomization', name: '*' }], ...spec },
  };
  return compileAlert(alert).judge(given).kind;
}

suite('alert rules', () => {
  test('match by kind, name and namespace, which is by default their own', () => {
    assert.equal(verdict({}), 'yes');
    assert.equal(verdict({ eventSources: [{ kind: 'Kustomization', name: 'web' }] }), 'yes');
    assert.equal(verdict({ eventSources: [{ kind: 'Kustomization', name: 'we' }] }), 'no');
    assert.equal(verdict({ eventSources: [{ kind: 'GitRepository', name: '*' }] }), 'no');
    assert.equal(verdict({ eventSources: [{ kind: 'Kustomization', name: '*', namespace: 'other' }] }), 'no');
    const elsewhere = testEvent({ involvedObject: { ...event.involvedObject, namespace: 'other' } });
    assert.equal(verdict({}, elsewhere), 'no');
    assert.equal(
      verdict({ eventSources: [{ kind: 'Kustomization', name: '*', namespace: 'other' }] }, elsewhere),
      'yes',
    );
  });

  test('match by severity: info is everything', () => {
    assert.equal(verdict({ eventSeverity: 'error' }), 'no');
    assert.equal(verdict({ eventSeverity: 'error' }, { ...event, severity: 'error' }), 'yes');
    assert.equal(verdict({ eventSeverity: 'info' }, { ...event, severity: 'error' }), 'yes');
    assert.equal(verdict({ eventSeverity: 'info' }, { ...event, severity: 'trace' }), 'yes');
  });

  test('include before they exclude, by regular expressions of Go', () => {
    assert.equal(verdict({ inclusionList: ['^Health', 'ready (condition|state)$'] }), 'yes');
    assert.equal(verdict({ inclusionList: ['^Health'] }), 'no');
    assert.equal(verdict({ exclusionList: ['(?i)dependencies'] }), 'no');
    assert.equal(verdict({ inclusionList: ['.*'], exclusionList: ['ready'] }), 'no');
  });

  test('leave the labels of the object to be looked at', () => {
    const labelled = { kind: 'Kustomization', name: '*', matchLabels: { team: 'a' } };
    assert.equal(verdict({ eventSources: [labelled] }), 'ifLabelled');
    assert.equal(verdict({ eventSources: [labelled, { kind: 'Kustomization', name: 'web' }] }), 'yes');
  });

  test('say nothing while suspended', () => {
    assert.equal(verdict({ suspend: true }), 'no');
  });

  test('take patterns that are none for not matching, and tell of them', () => {
    assert.equal(verdict({ inclusionList: ['(', 'ready'] }), 'yes');
    assert.equal(verdict({ inclusionList: ['('] }), 'no');
    assert.equal(verdict({ exclusionList: ['(?=x)'] }), 'yes');
    const alert = {
      metadata: { name: 'a' },
      spec: { providerRef: { name: 'p' }, eventSources: [], exclusionList: ['('] },
    };
    assert.deepEqual(compileAlert(alert as unknown as Alert).problems, ['failed to compile exclusion regex: (']);
  });

  test('are not held up by a pattern made to hang', () => {
    const message = `${'a'.repeat(50_000)}!`;
    assert.equal(verdict({ inclusionList: ['^(a+)+$'] }, { ...event, message }), 'no');
  });
});
