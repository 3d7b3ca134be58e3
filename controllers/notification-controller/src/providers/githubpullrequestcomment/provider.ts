import type { ProviderSettings, ProviderType } from '../provider-type.ts';
import type { Call } from '../shared/call.ts';
import { commentOf, requireProviderUid } from '../shared/change-request-comment.ts';
import { appSlug } from '../shared/github/github-app.ts';
import { openGitHub } from '../shared/github/github-client.ts';
import { answeredObject, answeredObjects, objectField, textField } from '../shared/read-json.ts';
import { type RestClient, rest } from '../shared/rest.ts';

/** GitHub: a comment on a pull request. Only the first hundred comments are looked at, as in Flux. */
export const githubpullrequestcomment: ProviderType = {
  type: 'githubpullrequestcomment',
  role: 'changeRequest',
  open(settings) {
    requireProviderUid(settings.provider.uid);
    const { path, connect } = openGitHub(settings);
    return function* ({ event, nowMs }) {
      const { number, marker, body } = commentOf(event, 'flux-pr-comment-key', settings.provider.uid);
      const client = yield* connect(nowMs);
      const author = yield* authorOf(client, settings, nowMs);
      const thread = `${path}/issues/${number}/comments`;
      const list = { method: 'GET', path: `${thread}?direction=asc&per_page=100&sort=created` } as const;
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

/** Comments of an app are by `<slug>[bot]`. */
function* authorOf(client: RestClient, settings: ProviderSettings, nowMs: number): Call<string> {
  if (settings.token === '' && settings.password === '') return `${yield* appSlug(settings, client.base, nowMs)}[bot]`;
  const words = 'failed to get authenticated user info';
  return textField(answeredObject(yield* rest(client, { method: 'GET', path: '/user' }, words)), 'login');
}
