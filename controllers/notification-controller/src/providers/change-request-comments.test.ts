import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Outgoing } from '../http/outgoing-request.ts';
import { bodyOf, deliver, type Respond } from '../testing/deliver.ts';
import { testEvent } from '../testing/test-event.ts';

const uid = '0c9c2e41-d2f9-4f9b-9c41-bebc1984d67a';
const involvedObject = { apiVersion: 'v1', kind: 'Kustomization', namespace: 'apps', name: 'web' };
const event = testEvent({ involvedObject, metadata: { change_request: '7', revision: 'main@sha1:abc' } });
const post = '## Flux Status\n\nℹ️ Kustomization/apps/web\n\nmessage\n\nMetadata:\n* `revision`: main@sha1:abc\n';

function linesOf(requests: readonly Outgoing[]): readonly string[] {
  return requests.map((request) => (request.kind === 'http' ? `${request.method} ${request.url}` : ''));
}

const hosts = [
  {
    type: 'githubpullrequestcomment',
    address: 'https://github.com/foo/bar',
    user: { login: 'bot' },
    author: { user: { login: 'bot' } },
    marker: `<!-- flux-pr-comment-key:${uid}/Kustomization/apps/web -->`,
    thread: 'https://api.github.com/repos/foo/bar/issues/7/comments',
    edit: 'PATCH https://api.github.com/repos/foo/bar/issues/comments/3',
  },
  {
    type: 'gitlabmergerequestcomment',
    address: 'https://gitlab.com/foo/bar',
    user: { username: 'bot' },
    author: { author: { username: 'bot' } },
    marker: `<!-- flux-mr-comment-key:${uid}/Kustomization/apps/web -->`,
    thread: 'https://gitlab.com/api/v4/projects/foo%2Fbar/merge_requests/7/notes',
    edit: 'PUT https://gitlab.com/api/v4/projects/foo%2Fbar/merge_requests/7/notes/3',
  },
  {
    type: 'giteapullrequestcomment',
    address: 'https://gitea.example/foo/bar',
    user: { login: 'bot' },
    author: { user: { login: 'bot' } },
    marker: `<!-- flux-pr-comment-key:${uid}/Kustomization/apps/web -->`,
    thread: 'https://gitea.example/api/v1/repos/foo/bar/issues/7/comments',
    edit: 'PATCH https://gitea.example/api/v1/repos/foo/bar/issues/comments/3',
  },
];

suite('change request comments', () => {
  for (const { type, address, user, author, marker, thread, edit } of hosts) {
    const holding =
      (comments: readonly unknown[]): Respond =>
      (request) => {
        if (request.kind !== 'http' || request.method !== 'GET') return {};
        return { body: JSON.stringify(request.url.endsWith('/user') ? user : comments) };
      };
    const settings = { address, token: 't' };

    test(`are created once and edited from then on: ${type}`, () => {
      const created = deliver(type, settings, event, holding([]));
      assert.equal(linesOf(created).at(-1), `POST ${thread}`);
      assert.deepEqual(bodyOf(created.at(-1)), { body: `${marker}\n\n${post}` });
      const own = { ...author, id: 3, body: `${marker}\n\nolder` };
      const edited = deliver(type, settings, event, holding([own]));
      assert.equal(linesOf(edited).at(-1), edit);
      assert.deepEqual(bodyOf(edited.at(-1)), { body: `${marker}\n\n${post}` });
    });

    test(`leave comments of others alone: ${type}`, () => {
      const others = [
        { user: { login: 'mallory' }, author: { username: 'mallory' }, id: 1, body: marker },
        { ...author, id: 2, body: 'about something else' },
        null,
      ];
      assert.equal(linesOf(deliver(type, settings, event, holding(others))).at(-1), `POST ${thread}`);
    });

    test(`need a change request: ${type}`, () => {
      for (const change_request of ['abc', '7; rm', '']) {
        assert.throws(
          () => deliver(type, settings, testEvent({ metadata: { change_request } })),
          /invalid "change_request"/,
        );
      }
      assert.throws(() => deliver(type, settings, testEvent()), { message: 'missing "change_request" metadata key' });
    });
  }
});
