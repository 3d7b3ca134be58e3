import type { ProviderType } from '../provider-type.ts';
import { commentOf, requireProviderUid } from '../shared/change-request-comment.ts';
import { openGitea } from '../shared/gitea/gitea-client.ts';
import { answeredObject, answeredObjects, objectField, textField } from '../shared/read-json.ts';
import { rest } from '../shared/rest.ts';

/** Gitea: a comment on a pull request. Only the first hundred comments are looked at, as in Flux. */
export const giteapullrequestcomment: ProviderType = {
  type: 'giteapullrequestcomment',
  role: 'changeRequest',
  open(settings) {
    const { uid } = settings.provider;
    requireProviderUid(uid);
    const { client, path } = openGitea(settings);
    return function* ({ event }) {
      const { number, marker, body } = commentOf(event, 'flux-pr-comment-key', uid);
      const user = answeredObject(
        yield* rest(client, { method: 'GET', path: '/user' }, 'failed to get authenticated user info'),
      );
      const author = textField(user, 'login');
      const thread = `${path}/issues/${number}/comments`;
      const list = { method: 'GET', path: `${thread}?limit=100&page=1` } as const;
      const comments = answeredObjects(yield* rest(client, list, 'failed to list pull request comments'));
      const own = comments.find(
        (comment) =>
          textField(objectField(comment, 'user'), 'login') === author && textField(comment, 'body').includes(marker),
      );
      if (own === undefined) {
        yield* rest(client, { method: 'POST', path: thread, body: { body } }, 'failed to create pull request comment');
        return;
      }
      const edit = { method: 'PATCH', path: `${path}/issues/comments/${Number(own['id'])}`, body: { body } } as const;
      yield* rest(client, edit, 'failed to update pull request comment');
    };
  },
};
