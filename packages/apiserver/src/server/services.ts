import type { Clock } from '@flux19/ports';
import type { AuthenticationOptions } from '../access/authenticate.ts';
import type { Authorizer } from '../access/authorizer.ts';
import type { TokenKey } from '../access/token-key.ts';
import type { UserInfo } from '../access/user-info.ts';
import type { ObjectDecoder } from '../decode/decode-object.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { Acceptance } from '../http/media-types.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { OpenApi } from '../openapi/openapi.ts';
import type { MessageDecoder } from '../protobuf/message-decoder.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import type { Target } from '../registry/served-resource.ts';
import type { Store } from '../store/store.ts';
import type { AdmissionChain } from './admission-chain.ts';
import type { PodLogs } from './pod-logs.ts';
import type { PodProcessFinder } from './pod-processes.ts';

/** What every verb works with. */
export interface Services {
  readonly clock: Clock;
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly decoder: ObjectDecoder;
  readonly messages: MessageDecoder;
  readonly discovery: Discovery;
  readonly openApi: OpenApi;
  readonly admission: AdmissionChain;
  readonly authorizer: Authorizer;
  readonly newUid: () => string;
  /** Signs tokens of service accounts. */
  readonly tokenKey: TokenKey;
  readonly authentication: AuthenticationOptions;
  readonly bookmarkIntervalMs: number;
  readonly podLogs: PodLogs | undefined;
  readonly podProcesses: PodProcessFinder | undefined;
  /** Aborts when the server closes or starts anew; another signal from then on. */
  readonly closed: AbortSignal;
}

/** One request for a resource, on its way to an answer. */
export interface Call {
  readonly request: Request;
  readonly info: RequestInfo;
  readonly user: UserInfo;
  readonly target: Target;
  readonly acceptance: Acceptance;
  /** Texts for Warning headers; verbs add to it. */
  readonly warnings: string[];
}
