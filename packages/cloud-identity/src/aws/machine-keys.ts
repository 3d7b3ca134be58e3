import { CloudError } from '../cloud-error.ts';
import { askForObject, askService, type ServiceRequest, textIn } from '../service/ask-service.ts';
import { type CloudEnvironment, endpointOf } from '../service/cloud-environment.ts';
import { keysForToken } from './session-keys.ts';
import type { AwsKeys } from './sign-request.ts';

/** How long a session with the metadata service lasts. */
const sessionSeconds = '300';

/** The keys of this machine, in the order in which AWS's own tools look for them: environment, token of the Pod, container, machine. */
export async function findMachineKeys(
  environment: CloudEnvironment,
  region: string,
  signal: AbortSignal,
): Promise<AwsKeys> {
  const { variables } = environment;
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = variables;
  if (accessKeyId !== '' && secretAccessKey !== '') {
    return { accessKeyId, secretAccessKey, sessionToken: variables['AWS_SESSION_TOKEN'] };
  }
  if ((variables['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '') !== '') return exchangeToken(environment, region, signal);
  const container = await containerRequest(environment);
  if (container !== undefined) return readKeys(environment, container, signal);
  return askMachine(environment, signal);
}

async function exchangeToken(environment: CloudEnvironment, region: string, signal: AbortSignal): Promise<AwsKeys> {
  const { variables, readFile } = environment;
  const arn = variables['AWS_ROLE_ARN'] ?? '';
  if (arn === '') throw new CloudError('Misconfigured', 'AWS_WEB_IDENTITY_TOKEN_FILE is set without AWS_ROLE_ARN');
  const token = (await readFile(variables['AWS_WEB_IDENTITY_TOKEN_FILE'] ?? '')).trim();
  const session = variables['AWS_ROLE_SESSION_NAME'] ?? 'flux19';
  return keysForToken(environment, region, { arn, session }, token, signal);
}

/** Undefined outside of a container service. */
async function containerRequest(environment: CloudEnvironment): Promise<ServiceRequest | undefined> {
  const { variables, readFile } = environment;
  const relative = variables['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? '';
  const full = variables['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '';
  if (relative === '' && full === '') return undefined;
  const file = variables['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] ?? '';
  const token = file === '' ? (variables['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '') : (await readFile(file)).trim();
  return {
    method: 'GET',
    url: relative === '' ? full : `${endpointOf(environment, 'awsContainer')}${relative}`,
    ...(token === '' ? {} : { headers: { authorization: token } }),
  };
}

async function askMachine(environment: CloudEnvironment, signal: AbortSignal): Promise<AwsKeys> {
  const base = `${endpointOf(environment, 'awsMetadata')}/latest`;
  const session: ServiceRequest = {
    method: 'PUT',
    url: `${base}/api/token`,
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': sessionSeconds },
  };
  const headers = { 'x-aws-ec2-metadata-token': (await askService(environment, session, signal)).trim() };
  const roles = `${base}/meta-data/iam/security-credentials/`;
  const role = (await askService(environment, { method: 'GET', url: roles, headers }, signal)).trim().split('\n')[0];
  const url = `${roles}${encodeURIComponent(role ?? '')}`;
  return readKeys(environment, { method: 'GET', url, headers }, signal);
}

async function readKeys(environment: CloudEnvironment, request: ServiceRequest, signal: AbortSignal): Promise<AwsKeys> {
  const answer = await askForObject(environment, request, signal);
  const expiresAt = Date.parse(String(answer['Expiration'] ?? ''));
  return {
    accessKeyId: textIn(answer, 'AccessKeyId', request),
    secretAccessKey: textIn(answer, 'SecretAccessKey', request),
    sessionToken: textIn(answer, 'Token', request),
    ...(Number.isNaN(expiresAt) ? {} : { expiresAt }),
  };
}
