import { createApiServer, tokenAuthenticator } from '@flux19/apiserver';
import { systemClock } from '@flux19/ports';
import { type ServerUnderTest, users } from './server-under-test.ts';

/** Starts the embedded API server in this process: alone, as the real one is. */
export function startEmbeddedServer(): ServerUnderTest {
  const identities = Object.values(users).map(
    ({ token, name, groups }) => [token, { name, uid: name, groups }] as const,
  );
  const server = createApiServer({
    clock: systemClock,
    authenticator: tokenAuthenticator(new Map(identities)),
    authorization: 'RBAC',
    allowAnonymous: true,
    serviceAccounts: true,
  });
  return {
    fetch: server.fetch,
    url: 'http://kubernetes.default.svc',
    close: async () => server.close(),
  };
}
