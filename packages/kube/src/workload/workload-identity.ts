import { CloudError, failedAt, type WorkloadAccount } from '@flux19/cloud-identity';
import { isJsonObject, parseJson } from '@flux19/objects';
import { hasReason } from '../client/api-error.ts';
import type { KubeClient } from '../client/kube-client.ts';

/** Which ServiceAccounts may stand for objects at clouds. */
export interface WorkloadIdentityRules {
  /** Feature gate ObjectLevelWorkloadIdentity. */
  readonly isEnabled: boolean;
  /** For objects that name none; empty = this machine stands for them. */
  readonly defaultAccount: string;
}

/** What Flux does unless it is told otherwise: every object has the identity of the controller. */
export const noWorkloadIdentity: WorkloadIdentityRules = { isEnabled: false, defaultAccount: '' };

/** Flux's text about an object that names a ServiceAccount while the feature gate is off. */
export function workloadIdentityObstacle(field: string, purpose: string): string {
  const gate = 'ObjectLevelWorkloadIdentity feature gate in the controller';
  return `to use ${field} for ${purpose} authentication please enable the ${gate}`;
}

const lockdown =
  'the specified default service account does not exist in the object namespace. your cluster is subject to multi-tenant workload identity lockdown, reach out to your cluster administrator for help';

/**
 * The ServiceAccount that stands for an object at clouds; undefined when this machine does. Throws `CloudError` with Flux's messages.
 */
export async function findWorkloadAccount(
  client: Pick<KubeClient, 'get' | 'request'>,
  rules: WorkloadIdentityRules,
  { namespace, name: own }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<WorkloadAccount | undefined> {
  const name = own || rules.defaultAccount;
  if (name === '') return undefined;
  const account = await read(client, namespace, name, own === '', signal);
  if (!rules.isEnabled) {
    throw new CloudError('Misconfigured', 'ObjectLevelWorkloadIdentity feature gate is not enabled');
  }
  return accountByName(client, { namespace, name }, account.metadata.annotations ?? {});
}

/** A ServiceAccount that is known to exist. */
export function accountByName(
  client: Pick<KubeClient, 'request'>,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  annotations: Readonly<Record<string, string>>,
): WorkloadAccount {
  return {
    namespace,
    name,
    annotations,
    requestToken: (audiences, signal) => requestToken(client, namespace, name, audiences, signal),
  };
}

async function read(
  client: Pick<KubeClient, 'get'>,
  namespace: string,
  name: string,
  isDefault: boolean,
  signal: AbortSignal,
) {
  try {
    return await client.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    const isMissing = hasReason(thrown, 'NotFound');
    const cause = isMissing && isDefault ? new Error(lockdown, { cause: thrown }) : thrown;
    throw failedAt(`failed to get service account '${namespace}/${name}'`, cause);
  }
}

/** https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ */
async function requestToken(
  client: Pick<KubeClient, 'request'>,
  namespace: string,
  name: string,
  audiences: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`;
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { audiences } };
  const headers = { 'content-type': 'application/json' };
  const response = await client.request(path, { method: 'POST', headers, body: JSON.stringify(request) }, signal);
  const answer = parseJson(await response.text());
  const { status, message } = isJsonObject(answer) ? answer : {};
  if (!response.ok) throw new Error(typeof message === 'string' ? message : `status code ${response.status}`);
  const token = isJsonObject(status) ? status['token'] : undefined;
  if (typeof token === 'string' && token !== '') return token;
  throw new Error('the API server answered without a token');
}
