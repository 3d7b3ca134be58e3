import { randomUUID } from 'node:crypto';
import { aggregateRoles } from '../access/aggregate-roles.ts';
import type { AuthenticationOptions } from '../access/authenticate.ts';
import { type Authorizer, alwaysAllow } from '../access/authorizer.ts';
import { RbacAuthorizer } from '../access/rbac-authorizer.ts';
import type { TokenSubject } from '../access/service-account-tokens.ts';
import { createTokenKey, readTokenKey, type TokenKey } from '../access/token-key.ts';
import { admissionPlugins } from '../admission/admission-plugins.ts';
import { policyWarnings } from '../admission/policies/type-checking/policy-warnings.ts';
import { bootstrap } from '../bootstrap/bootstrap.ts';
import { acceptDefinitions } from '../crds/accept-definitions.ts';
import { followDefinitions } from '../crds/follow-definitions.ts';
import { ObjectDecoder } from '../decode/decode-object.ts';
import { Discovery } from '../discovery/discovery.ts';
import { serviceUnavailable } from '../errors/api-errors.ts';
import { statusReply, toResponse } from '../http/reply.ts';
import { asJson } from '../json/fields.ts';
import { OpenApi } from '../openapi/openapi.ts';
import { MessageDecoder } from '../protobuf/message-decoder.ts';
import { builtinCatalogue } from '../registry/builtin-catalogue.ts';
import { restoreState } from '../snapshot/restore-state.ts';
import { Store } from '../store/store.ts';
import { answerUpgrade } from '../streams/answer-upgrade.ts';
import { AdmissionChain } from './admission-chain.ts';
import type { ApiServer, ApiServerOptions } from './api-server.ts';
import { handleRequest, type Server } from './handle-request.ts';
import { ServerLife } from './server-life.ts';
import type { Services } from './services.ts';

const defaultEventHistory = 4096;
const defaultBookmarkIntervalMs = 60_000;
const defaultGitVersion = 'v1.37.2+flux19';

/** Starts an API server. It holds no resources of the operating system. */
export function createApiServer(options: ApiServerOptions): ApiServer {
  const life = new ServerLife(options.clock, () => options.onRestart?.());
  const store = new Store({ storage: options.storage, eventHistory: options.eventHistory ?? defaultEventHistory });
  const tokenKey = readTokenKey(options.tokenKey ?? createTokenKey());
  const gitVersion = options.gitVersion ?? defaultGitVersion;
  const catalogue = builtinCatalogue(store);
  const authorizer = chooseAuthorizer(options.authorization, store);
  const decoder = new ObjectDecoder();
  const newUid = options.newUid ?? randomUUID;
  const services: Services = {
    clock: options.clock,
    store,
    catalogue,
    discovery: new Discovery(catalogue),
    openApi: new OpenApi(catalogue, gitVersion),
    decoder,
    messages: new MessageDecoder(),
    admission: new AdmissionChain(
      admissionPlugins(
        { clock: options.clock, store, catalogue, authorizer, decoder, newUid, webhookClient: options.webhookClient },
        {
          custom: options.admission ?? [],
          serviceAccounts: options.serviceAccounts ?? false,
        },
      ),
    ),
    authorizer,
    newUid,
    tokenKey,
    authentication: authenticationOptions(options, store, tokenKey),
    podLogs: options.podLogs,
    podProcesses: options.podProcesses,
    bookmarkIntervalMs: options.bookmarkIntervalMs ?? defaultBookmarkIntervalMs,
    get closed() {
      return life.signal;
    },
  };
  followDefinitions(store, catalogue, () => options.clock.now());
  acceptDefinitions(store, catalogue, () => options.clock.now());
  aggregateRoles(store);
  bootstrap(services);
  const server: Server = {
    services,
    faults: options.faults,
    restart: (downMs) => life.restart(downMs),
    extensions: options.extensions ?? [],
    gitVersion,
  };
  const answer = async (request: Request, caller?: Parameters<ApiServer['as']>[0]): Promise<Response> => {
    if (!life.isOver) return await life.live(() => handleRequest(server, request, caller));
    return await toResponse(request, statusReply(serviceUnavailable('the server is shutting down').status), []);
  };
  return {
    fetch: (request) => answer(request),
    upgrade: async (request) =>
      life.isOver ? await answer(request) : await life.live(() => answerUpgrade(server, request)),
    as: (user) => (request) => answer(request, user),
    policyWarnings: (policy) => policyWarnings(asJson(policy), catalogue),
    get revision() {
      return store.revision;
    },
    snapshot: () => store.snapshot(),
    restore: (state) => restoreState(services, state),
    restart: (downMs) => life.restart(downMs),
    close: () => life.end(),
  };
}

function chooseAuthorizer(choice: ApiServerOptions['authorization'], store: Store): Authorizer {
  if (choice === undefined || choice === 'AlwaysAllow') return alwaysAllow;
  if (choice === 'RBAC') return new RbacAuthorizer(store);
  return choice;
}

function authenticationOptions(options: ApiServerOptions, store: Store, tokenKey: TokenKey): AuthenticationOptions {
  const uidOf = (resource: string, namespace: string, name: string) =>
    store.collection(resource).get(namespace, name)?.object.metadata.uid;
  const plurals = { Pod: '/pods', Secret: '/secrets', Node: '/nodes' };
  const exists = ({ namespace, name, uid, boundTo }: TokenSubject): boolean => {
    if (uidOf('/serviceaccounts', namespace, name) !== uid) return false;
    if (boundTo === undefined) return true;
    return uidOf(plurals[boundTo.kind], boundTo.kind === 'Node' ? '' : namespace, boundTo.name) === boundTo.uid;
  };
  return {
    authenticator: options.authenticator,
    allowAnonymous: options.allowAnonymous ?? false,
    tokenKey,
    exists,
    now: () => options.clock.now(),
  };
}
