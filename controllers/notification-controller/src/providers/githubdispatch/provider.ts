import type { ProviderType } from '../provider-type.ts';
import { orderedEvent } from '../shared/event-json.ts';
import { openGitHub } from '../shared/github/github-client.ts';
import { rest } from '../shared/rest.ts';

/** GitHub: a repository dispatch, which starts workflows. */
export const githubdispatch: ProviderType = {
  type: 'githubdispatch',
  role: 'message',
  open(settings) {
    const { path, connect } = openGitHub(settings);
    return function* ({ event, nowMs }) {
      const { kind, name, namespace = '' } = event.involvedObject;
      const body = { event_type: `${kind}/${name}.${namespace}`, client_payload: orderedEvent(event) };
      const client = yield* connect(nowMs);
      const words = 'could not send github repository dispatch webhook';
      yield* rest(client, { method: 'POST', path: `${path}/dispatches`, body }, words);
    };
  },
};
