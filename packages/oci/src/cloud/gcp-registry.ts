import type { CloudRegistry } from './cloud-provider.ts';

const hostPattern = /^(?:(?:[a-z0-9-]+\.)?gcr\.io|[a-z0-9-]+-docker\.pkg\.dev)$/;

/** Google's registries: the access token is the password. */
export const gcpRegistry: CloudRegistry = {
  isOwn: (registry) => hostPattern.test(registry),
  async login(_registry, { tokens, account }, signal) {
    const { token, expiresAt } = await tokens.gcp(account, signal);
    return { credentials: { kind: 'basic', username: 'oauth2accesstoken', password: token }, expiresAt };
  },
};
