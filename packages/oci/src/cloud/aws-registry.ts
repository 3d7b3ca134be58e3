import {
  askForObject,
  regionalEndpoint,
  type ServiceRequest,
  signRequest,
  textIn,
  unusable,
} from '@flux19/cloud-identity';
import { isJsonObject } from '@flux19/objects';
import { OciError } from '../oci-error.ts';
import type { CloudRegistry } from './cloud-provider.ts';

const hostPattern = /^\d{12}\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)$/;
const target = 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken';
/** What ECR promises for a token that does not say how long it holds. */
const defaultLifetimeMs = 12 * 60 * 60_000;

/** Amazon's registries: a signed request gives a password. */
export const awsRegistry: CloudRegistry = {
  isOwn: (registry) => hostPattern.test(registry),
  async login(registry, { tokens, account }, signal) {
    const { environment } = tokens;
    const region = hostPattern.exec(registry)?.[1] ?? '';
    const keys = await tokens.aws(account, region, signal);
    const url = new URL(`${regionalEndpoint(environment, 'awsRegistry', region)}/`);
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
    const nowMs = environment.clock.now();
    const signed = signRequest(keys, { method: 'POST', url, headers, body: '{}', region, service: 'ecr', nowMs });
    const request: ServiceRequest = { method: 'POST', url: url.href, headers: signed, body: '{}' };
    const answer = await askForObject(environment, request, signal);
    const data = Array.isArray(answer['authorizationData']) ? answer['authorizationData'][0] : undefined;
    if (!isJsonObject(data)) throw unusable(request);
    const [username = '', ...rest] = Buffer.from(textIn(data, 'authorizationToken', request), 'base64')
      .toString('utf8')
      .split(':');
    if (username === '' || rest.length === 0) {
      throw new OciError('AuthenticationFailed', 'the token of the registry is not a name and password');
    }
    const seconds = Number(data['expiresAt'] ?? Number.NaN);
    const expiresAt = Number.isFinite(seconds) ? seconds * 1000 : nowMs + defaultLifetimeMs;
    return { credentials: { kind: 'basic', username, password: rest.join(':') }, expiresAt };
  },
};
