import type { JsonObject } from '@flux19/objects';
import type { ProviderType } from '../provider-type.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { openGitHub } from '../shared/github/github-client.ts';
import { isLatestStatus } from '../shared/is-latest-status.ts';
import { answeredObjects } from '../shared/read-json.ts';
import { rest } from '../shared/rest.ts';

/** GitHub: the status of a commit. */
export const github: ProviderType = {
  type: 'github',
  role: 'commitStatus',
  open(settings) {
    requireStatusName(settings.commitStatus);
    const { path, connect } = openGitHub(settings);
    return function* ({ event, nowMs }) {
      if (isProgressing(event)) return;
      const { commit, isError, id, description } = commitStatusOf(event, settings.commitStatus, 'github');
      const status: JsonObject = { state: isError ? 'failure' : 'success', description, context: id };
      const client = yield* connect(nowMs);
      const list = { method: 'GET', path: `${path}/commits/${commit}/statuses?per_page=50` } as const;
      const statuses = answeredObjects(yield* rest(client, list, 'could not list commit statuses'));
      if (isLatestStatus(statuses, status, 'state')) return;
      const create = { method: 'POST', path: `${path}/statuses/${commit}`, body: status } as const;
      yield* rest(client, create, 'could not create commit status');
    };
  },
};
