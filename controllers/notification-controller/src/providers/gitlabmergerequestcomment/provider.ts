import type { ProviderType } from '../provider-type.ts';
import { commentOf, requireProviderUid } from '../shared/change-request-comment.ts';
import { openGitLab } from '../shared/gitlab/gitlab-client.ts';
import { answeredObject, answeredObjects, objectField, textField } from '../shared/read-json.ts';
import { rest } from '../shared/rest.ts';

/** GitLab: a note on a merge request. Only the first hundred notes are looked at, as in Flux. */
export const gitlabmergerequestcomment: ProviderType = {
  type: 'gitlabmergerequestcomment',
  role: 'changeRequest',
  open(settings) {
    const { uid } = settings.provider;
    requireProviderUid(uid);
    const { client, path } = openGitLab(settings);
    return function* ({ event }) {
      const { number, marker, body } = commentOf(event, 'flux-mr-comment-key', uid);
      const user = answeredObject(
        yield* rest(client, { method: 'GET', path: '/user' }, 'failed to get authenticated user info'),
      );
      const author = textField(user, 'username');
      const thread = `${path}/merge_requests/${number}/notes`;
      const list = { method: 'GET', path: `${thread}?order_by=created_at&per_page=100&sort=asc` } as const;
      const notes = answeredObjects(yield* rest(client, list, 'failed to list merge request notes'));
      const own = notes.find(
        (note) =>
          textField(objectField(note, 'author'), 'username') === author && textField(note, 'body').includes(marker),
      );
      if (own === undefined) {
        yield* rest(client, { method: 'POST', path: thread, body: { body } }, 'failed to create merge request note');
        return;
      }
      const edit = { method: 'PUT', path: `${thread}/${Number(own['id'])}`, body: { body } } as const;
      yield* rest(client, edit, 'failed to update merge request note');
    };
  },
};
