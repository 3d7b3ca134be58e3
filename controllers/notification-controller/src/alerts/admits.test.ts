import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { providerTypes } from '../providers/provider-types.ts';
import { testEvent } from '../testing/test-event.ts';
import { omissionOf } from './admits.ts';

const group = 'kustomize.toolkit.fluxcd.io';
const involvedObject = { apiVersion: `${group}/v1`, kind: 'Kustomization', namespace: 'apps', name: 'web' };
const plain = testEvent({ involvedObject, metadata: {} });
const update = { ...plain, metadata: { [`${group}/commit_status`]: 'update' } };
const commit = { ...plain, metadata: { 'event.toolkit.fluxcd.io/commit': 'abc' } };
const changeRequest = { ...plain, metadata: { 'event.toolkit.fluxcd.io/change_request': '7' } };
const failure = { ...plain, severity: 'error' } as const;

function admitted(type: string): readonly boolean[] {
  const found = providerTypes.get(type);
  if (found === undefined) throw new Error(`no provider of type ${type}`);
  return [plain, update, commit, changeRequest, failure].map((event) => omissionOf(event, found) === undefined);
}

suite('omissionOf', () => {
  test('keeps updates of commit statuses from people', () => {
    for (const type of ['slack', 'alertmanager', 'githubdispatch', 'nats']) {
      assert.deepEqual(admitted(type), [true, false, true, true, true], type);
    }
  });

  test('lets generic webhooks see everything', () => {
    for (const type of ['generic', 'generic-hmac'])
      assert.deepEqual(admitted(type), [true, true, true, true, true], type);
  });

  test('gives commit statuses updates, failures and what names a commit', () => {
    for (const type of ['github', 'gitlab', 'gitea', 'bitbucket', 'bitbucketserver', 'azuredevops']) {
      assert.deepEqual(admitted(type), [false, true, true, false, true], type);
    }
  });

  test('gives change requests what names one', () => {
    for (const type of ['githubpullrequestcomment', 'gitlabmergerequestcomment', 'giteapullrequestcomment']) {
      assert.deepEqual(admitted(type), [false, false, false, true, false], type);
    }
  });
});
