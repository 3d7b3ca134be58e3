import { askService, formRequest, type ServiceRequest, unusable } from '../service/ask-service.ts';
import { type CloudEnvironment, regionalEndpoint } from '../service/cloud-environment.ts';
import { type AwsKeys, signRequest } from './sign-request.ts';

const version = '2011-06-15';

/** Whose role is taken, and under which name the session is known in the logs of AWS. */
export interface AwsRole {
  readonly arn: string;
  readonly session: string;
}

/** Keys of a role for a token that AWS trusts (AssumeRoleWithWebIdentity). Throws `CloudError`. */
export async function keysForToken(
  environment: CloudEnvironment,
  region: string,
  { arn, session }: AwsRole,
  token: string,
  signal: AbortSignal,
): Promise<AwsKeys> {
  const request = formRequest(`${regionalEndpoint(environment, 'awsTokens', region)}/`, {
    Action: 'AssumeRoleWithWebIdentity',
    Version: version,
    RoleArn: arn,
    RoleSessionName: session,
    WebIdentityToken: token,
  });
  return keysIn(await askService(environment, request, signal), request);
}

type Asked = Pick<CloudEnvironment, 'fetch' | 'clock' | 'endpoints'>;

/** Keys of a role for keys that may take it (AssumeRole). Throws `CloudError`. */
export async function keysOfRole(
  environment: Asked,
  region: string,
  { arn, session }: AwsRole,
  keys: AwsKeys,
  signal: AbortSignal,
): Promise<AwsKeys> {
  const url = new URL(`${regionalEndpoint(environment, 'awsTokens', region)}/`);
  const fields = { Action: 'AssumeRole', Version: version, RoleArn: arn, RoleSessionName: session };
  const { method, headers = {}, body = '' } = formRequest(url.href, fields);
  const scope = { region, service: 'sts', nowMs: environment.clock.now() };
  const signed = signRequest(keys, { method, url, headers, body, ...scope });
  const request: ServiceRequest = { method, url: url.href, headers: signed, body };
  return keysIn(await askService(environment, request, signal), request);
}

function keysIn(answer: string, request: ServiceRequest): AwsKeys {
  const element = (name: string): string => {
    const value = new RegExp(`<${name}>([^<]+)</${name}>`).exec(answer)?.[1];
    if (value === undefined) throw unusable(request);
    return value.trim();
  };
  const expiresAt = Date.parse(/<Expiration>([^<]+)</.exec(answer)?.[1] ?? '');
  return {
    accessKeyId: element('AccessKeyId'),
    secretAccessKey: element('SecretAccessKey'),
    sessionToken: element('SessionToken'),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}
