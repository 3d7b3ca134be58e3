import type { ProviderType } from '../provider-type.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { openGitLab } from '../shared/gitlab/gitlab-client.ts';
import { answeredObjects } from '../shared/read-json.ts';
import { rest } from '../shared/rest.ts';

/** GitLab: the status of a commit. */
export const gitlab: ProviderType = {
  type: 'gitlab',
  role: 'commitStatus',
  open(settings) {
    const { client, path } = openGitLab(settings);
    requireStatusName(settings.commitStatus);
    return function* ({ event }) {
      if (isProgressing(event)) return;
      const { commit, isError, id: name, description } = commitStatusOf(event, settings.commitStatus, 'gitlab');
      const state = isError ? 'failed' : 'success';
      const query = new URLSearchParams({ name });
      const list = { method: 'GET', path: `${path}/repository/commits/${commit}/statuses?${query}` } as const;
      const statuses = answeredObjects(yield* rest(client, list, 'unable to list commit status'));
      const isKnown = statuses.some(
        (status) =>
          status['sha'] === commit &&
          status['status'] === state &&
          status['description'] === description &&
          status['name'] === name,
      );
      if (isKnown) return;
      const create = {
        method: 'POST',
        path: `${path}/statuses/${commit}`,
        body: { state, name, description },
      } as const;
      yield* rest(client, create, 'unable to set commit status');
    };
  },
};
