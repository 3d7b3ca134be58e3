import { createHash } from 'node:crypto';
import type { JsonObject } from '@flux19/objects';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { basic } from '../shared/bearer.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { answeredObject } from '../shared/read-json.ts';
import { type RestClient, rest, restAnswer } from '../shared/rest.ts';
import { commitsEndpoint } from './repository-address.ts';

/** Bitbucket Server and Data Center: the build status of a commit. */
export const bitbucketserver: ProviderType = {
  type: 'bitbucketserver',
  role: 'commitStatus',
  open({ address, token, username, password, commitStatus }) {
    const base = commitsEndpoint(address);
    requireStatusName(commitStatus);
    if (token === '' && (username === '' || password === '')) {
      throw new DeliveryError('invalid credentials, expected to be one of username/password or API Token');
    }
    const authorization = token === '' ? basic(username, password) : { authorization: `Bearer ${token}` };
    const headers = { ...authorization, 'x-atlassian-token': 'no-check', 'x-requested-with': 'XMLHttpRequest' };
    const client: RestClient = { base, headers, attempts: 'retried' };
    return function* ({ event }) {
      if (isProgressing(event)) return;
      const status = commitStatusOf(event, commitStatus, 'bitbucket server');
      const wanted: JsonObject = {
        description: status.description,
        // Bitbucket Server takes keys of 40 characters at most.
        key: createHash('sha1').update(status.id).digest('hex'),
        // Its pages show the name only.
        name: `${status.name} [${status.description}]`,
        state: status.isError ? 'FAILED' : 'SUCCESSFUL',
        url: address,
      };
      const path = `/${status.commit}/builds`;
      const words = 'could not get existing commit status: failed api call to check duplicate commit status';
      const before = yield* restAnswer(client, { method: 'GET', path: `${path}?key=${wanted['key']}` }, words);
      if (before.status > 399 && before.status !== 404) throw new DeliveryError(`${words}: ${before.status}`);
      if (before.status === 200 && isSame(answeredObject(before), wanted)) return;
      yield* rest(
        client,
        { method: 'POST', path, body: wanted },
        'could not post build status: could not post build commit status',
      );
    };
  },
};

function isSame(known: JsonObject, wanted: JsonObject): boolean {
  return (['key', 'state', 'description', 'name'] as const).every((field) => known[field] === wanted[field]);
}
