import { createHash } from 'node:crypto';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { basic } from '../shared/bearer.ts';
import { isSuccess } from '../shared/call.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { parseGitAddress, parseOwnerAndName } from '../shared/git-address.ts';
import { answeredObject } from '../shared/read-json.ts';
import { type RestClient, rest, restAnswer } from '../shared/rest.ts';

/** Bitbucket Cloud: the build status of a commit. The token is `<user>:<app password>`. */
export const bitbucket: ProviderType = {
  type: 'bitbucket',
  role: 'commitStatus',
  open({ address, token, commitStatus }) {
    if (token === '') throw new DeliveryError('bitbucket token cannot be empty');
    requireStatusName(commitStatus);
    const { id } = parseGitAddress(address);
    const [username, password, ...others] = token.split(':');
    if (username === undefined || password === undefined || others.length > 0) {
      throw new DeliveryError('invalid token format, expected to be <user>:<password>');
    }
    const [owner, name] = parseOwnerAndName(id);
    const client: RestClient = {
      base: `https://api.bitbucket.org/2.0/repositories/${owner}/${name}`,
      headers: basic(username, password),
      attempts: 'once',
    };
    return function* ({ event }) {
      if (isProgressing(event)) return;
      const status = commitStatusOf(event, commitStatus, 'bitbucket');
      const { description } = status;
      const state = status.isError ? 'FAILED' : 'SUCCESSFUL';
      // Bitbucket takes keys of 40 characters at most.
      const key = createHash('sha1').update(status.id).digest('hex');
      const path = `/commit/${status.commit}/statuses/build`;
      const words = 'could not get commit status';
      const before = yield* restAnswer(client, { method: 'GET', path: `${path}/${key}` }, words);
      if (isSuccess(before.status)) {
        const known = answeredObject(before);
        if (known['state'] === state && known['description'] === description) return;
      } else if (before.status !== 404) throw new DeliveryError(`${words}: status code ${before.status}`);
      const body = { key, url: 'https://bitbucket.org', state, name: status.name, description };
      yield* rest(client, { method: 'POST', path, body }, 'could not create commit status');
    };
  },
};
