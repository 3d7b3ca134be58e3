import type { AccessToken } from '../access-token.ts';
import { CloudError } from '../cloud-error.ts';
import { askForToken } from '../service/ask-for-token.ts';
import { askForObject, formRequest, type ServiceRequest, textIn } from '../service/ask-service.ts';
import { type CloudEnvironment, endpointOf } from '../service/cloud-environment.ts';
import type { WorkloadAccount } from '../workload-account.ts';
import { googleScopes } from './credentials-token.ts';
import { findGoogleCluster } from './google-machine-token.ts';

const emailAnnotation = 'iam.gke.io/gcp-service-account';
const emailPattern = /^[a-zA-Z0-9-]{1,100}@[a-zA-Z0-9-]{1,100}\.iam\.gserviceaccount\.com$/;
const providerAnnotation = 'gcp.auth.fluxcd.io/workload-identity-provider';
const providerPattern =
  /^projects\/\d{1,30}\/locations\/global\/workloadIdentityPools\/[^/]{1,100}\/providers\/[^/]{1,100}$/;

/** What the token of an account is for, and what it is exchanged for. */
export interface GoogleAudiences {
  readonly token: string;
  readonly exchange: string;
}

/** The service account of Google that an account acts as; empty when it acts for itself. Throws {@link CloudError} with Flux's message. */
export function emailOf(account: WorkloadAccount): string {
  return annotationOf(account, emailAnnotation, emailPattern);
}

/** Audiences by the provider that the account names, else those of the cluster that this is. */
export async function audiencesOf(
  environment: CloudEnvironment,
  account: WorkloadAccount,
  signal: AbortSignal,
): Promise<GoogleAudiences> {
  const provider = annotationOf(account, providerAnnotation, providerPattern);
  if (provider !== '') {
    const audience = `//iam.googleapis.com/${provider}`;
    return { token: audience, exchange: audience };
  }
  const { project, location, name } = await findGoogleCluster(environment, signal);
  const pool = `${project}.svc.id.goog`;
  const cluster = `https://container.googleapis.com/v1/projects/${project}/locations/${location}/clusters/${name}`;
  return { token: pool, exchange: `identitynamespace:${pool}:${cluster}` };
}

/** A token of Google for one of the account: https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token */
export async function exchangeForGoogleToken(
  environment: CloudEnvironment,
  account: WorkloadAccount,
  audience: string,
  token: string,
  signal: AbortSignal,
): Promise<AccessToken> {
  const email = emailOf(account);
  const request = formRequest(`${endpointOf(environment, 'gcpTokens')}/v1/token`, {
    grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
    requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    subject_token: token,
    audience,
    scope: googleScopes.join(' '),
  });
  const federated = await askForToken(environment, request, signal);
  return email === '' ? federated : impersonate(environment, email, federated, signal);
}

async function impersonate(
  environment: CloudEnvironment,
  email: string,
  federated: AccessToken,
  signal: AbortSignal,
): Promise<AccessToken> {
  const request: ServiceRequest = {
    method: 'POST',
    url: `${endpointOf(environment, 'gcpCredentials')}/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    headers: { authorization: `Bearer ${federated.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ scope: googleScopes, lifetime: '3600s' }),
  };
  const answer = await askForObject(environment, request, signal);
  const expiresAt = Date.parse(textIn(answer, 'expireTime', request));
  return {
    token: textIn(answer, 'accessToken', request),
    expiresAt: Number.isNaN(expiresAt) ? federated.expiresAt : expiresAt,
  };
}

function annotationOf({ annotations }: WorkloadAccount, key: string, pattern: RegExp): string {
  const value = annotations[key] ?? '';
  if (value === '' || pattern.test(value)) return value;
  const expected = pattern.source.replaceAll('\\/', '/');
  throw new CloudError('Misconfigured', `invalid ${key} annotation: '${value}'. must match ${expected}`);
}
