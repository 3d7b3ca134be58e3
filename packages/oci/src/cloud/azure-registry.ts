import { askForObject, formRequest, textIn } from '@flux19/cloud-identity';
import type { CloudRegistry } from './cloud-provider.ts';

const hostPattern = /^[a-z0-9-]+(?:\.[a-z0-9-]+)?\.azurecr\.(?:io|cn|us)$/;
/** The name that goes with a refresh token of a registry. */
const username = '00000000-0000-0000-0000-000000000000';
/** Refresh tokens of registries hold for three hours. */
const lifetimeMs = 3 * 60 * 60_000;
/** What the access token is for, in every cloud of Microsoft's. */
const scope = 'https://containerregistry.azure.net/.default';

/** Microsoft's registries: the access token is exchanged at the registry for one of its own. */
export const azureRegistry: CloudRegistry = {
  isOwn: (registry) => hostPattern.test(registry),
  async login(registry, { tokens, account }, signal) {
    const { environment } = tokens;
    const { token } = await tokens.azure(account, scope, signal);
    const request = formRequest(`https://${registry}/oauth2/exchange`, {
      grant_type: 'access_token',
      service: registry,
      access_token: token,
    });
    const answer = await askForObject(environment, request, signal);
    const password = textIn(answer, 'refresh_token', request);
    return { credentials: { kind: 'basic', username, password }, expiresAt: environment.clock.now() + lifetimeMs };
  },
};
