import type { JsonObject } from '@flux19/objects';
import type { ProviderType } from '../provider-type.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { openGitea } from '../shared/gitea/gitea-client.ts';
import { isLatestStatus } from '../shared/is-latest-status.ts';
import { answeredObjects } from '../shared/read-json.ts';
import { rest } from '../shared/rest.ts';

/** Gitea: the status of a commit. Progress is a status too, here. */
export const gitea: ProviderType = {
  type: 'gitea',
  role: 'commitStatus',
  open(settings) {
    requireStatusName(settings.commitStatus);
    const { client, path } = openGitea(settings);
    return function* ({ event }) {
      const { commit, isError, id, description } = commitStatusOf(event, settings.commitStatus, 'gitea');
      const verdict = isError ? 'failure' : 'success';
      const state = isProgressing(event) ? 'pending' : verdict;
      const status: JsonObject = { state, target_url: '', description, context: id };
      const list = { method: 'GET', path: `${path}/commits/${commit}/statuses?limit=50&page=1` } as const;
      const statuses = answeredObjects(yield* rest(client, list, 'could not list commit statuses'));
      if (isLatestStatus(statuses, status, 'status')) return;
      const create = { method: 'POST', path: `${path}/statuses/${commit}`, body: status } as const;
      yield* rest(client, create, 'could not create commit status');
    };
  },
};
