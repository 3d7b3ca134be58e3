import type { JsonObject, JsonValue } from '@flux19/objects';
import type { FluxEvent } from '@flux19/runtime';
import { DeliveryError } from '../delivery-error.ts';
import type { ProviderType } from '../provider-type.ts';
import { azureToken } from '../shared/azure-token.ts';
import { basic } from '../shared/bearer.ts';
import { commitStatusOf, requireStatusName } from '../shared/commit-status.ts';
import { isProgressing } from '../shared/event-texts.ts';
import { parseGitAddress } from '../shared/git-address.ts';
import { answeredObject, objectField } from '../shared/read-json.ts';
import { type RestClient, rest } from '../shared/rest.ts';

/** Azure DevOps' id in Azure, for tokens of a managed identity. */
const devOpsResource = '499b84ac-1321-427f-aa17-267ca6975798';
const version = 'api-version=6.0';

/** Azure DevOps: the status of a commit. */
export const azuredevops: ProviderType = {
  type: 'azuredevops',
  role: 'commitStatus',
  open(settings) {
    const { host, id } = parseGitAddress(settings.address);
    requireStatusName(settings.commitStatus);
    const parts = id.split('/').map(encodeURIComponent);
    const [organisation, project, , repository] = parts;
    if (parts.length !== 4) throw new DeliveryError(`invalid repository id ${JSON.stringify(id)}`);
    const base = `${host}/${organisation}/${project}/_apis/git/repositories/${repository}`;
    return function* ({ event, nowMs }) {
      if (isProgressing(event)) return;
      const { commit, isError, id: name, description } = commitStatusOf(event, settings.commitStatus, 'azure devops');
      const token = settings.token === '' ? yield* azureToken(settings, devOpsResource, nowMs) : settings.token;
      const client: RestClient = { base, headers: basic('', token), attempts: 'once' };
      const context = { genre: genreOf(event), name };
      const status: JsonObject = { context, description, state: isError ? 'error' : 'succeeded' };
      const path = `/commits/${commit}/statuses?${version}`;
      const known = answeredObject(yield* rest(client, { method: 'GET', path }, 'could not list commit statuses'));
      if (isLatest(known['value'], status, context)) return;
      yield* rest(client, { method: 'POST', path, body: status }, 'could not create commit status');
    };
  },
};

function genreOf({ metadata = {} }: FluxEvent): string {
  const summary = metadata['summary'];
  return summary === undefined ? 'fluxcd' : `fluxcd:${summary}`;
}

interface StatusContext {
  readonly genre: string;
  readonly name: string;
}

function isLatest(known: JsonValue | undefined, status: JsonObject, { genre, name }: StatusContext): boolean {
  const statuses = Array.isArray(known) ? known.filter((item): item is JsonObject => typeof item === 'object') : [];
  const latest = statuses.find((other) => {
    if (other === null) return false;
    const context = objectField(other, 'context');
    return context['genre'] === genre && context['name'] === name;
  });
  return latest?.['state'] === status['state'] && latest?.['description'] === status['description'];
}
