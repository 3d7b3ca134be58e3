import { askForObject, type ServiceRequest, textIn } from './ask-service.ts';
import { endpointOf } from './cloud-environment.ts';
import type { CloudRegistry } from './cloud-provider.ts';

const hostPattern = /^(?:(?:[a-z0-9-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev)$/;
const path = '/computeMetadata/v1/instance/service-accounts/default/token';

/** Google's registries: the access token of the machine is the password. */
export const gcpRegistry: CloudRegistry = {
  isOwn: (registry) => hostPattern.test(registry),
  async login(_registry, environment, signal) {
    const url = `${endpointOf(environment, 'gcpMetadata')}${path}`;
    const request: ServiceRequest = { method: 'GET', url, headers: { 'metadata-flavor': 'Google' } };
    const answer = await askForObject(environment, request, signal);
    const password = textIn(answer, 'access_token', request);
    const seconds = Number(answer['expires_in'] ?? 0);
    const expiresAt = environment.clock.now() + seconds * 1000;
    return { credentials: { kind: 'basic', username: 'oauth2accesstoken', password }, expiresAt };
  },
};
