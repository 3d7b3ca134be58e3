import {
  type AwsKeys,
  askForObject,
  CloudError,
  type CloudTokens,
  type ClusterDescription,
  failedAt,
  presignUrl,
  regionalEndpoint,
  type ServiceRequest,
  signRequest,
  textIn,
  unusable,
} from '@flux19/cloud-identity';
import { isJsonObject } from '@flux19/objects';
import { describedAccess, type FindCluster, forCluster } from './cluster-access.ts';

const pattern = /^arn:aws[\w-]*:eks:([^:]{1,100}):[0-9]{1,30}:cluster\/(.{1,200})$/;
/** https://github.com/kubernetes-sigs/aws-iam-authenticator: the cluster's side takes tokens for so long. */
const lifetimeSeconds = 900;

/** A cluster of AWS: whoever may ask who he is at AWS may show the signature of that question. */
export const findEksCluster: FindCluster = async (reference, { tokens, account }, signal) => {
  const [, region, name] = pattern.exec(reference.cluster) ?? [];
  if (region === undefined || name === undefined) {
    const expected = pattern.source.replaceAll('\\/', '/');
    throw new CloudError('Misconfigured', `invalid EKS cluster ARN: '${reference.cluster}'. must match ${expected}`);
  }
  const keys = await forCluster(signal, () => tokens.aws(account, region, signal));
  return describedAccess(
    reference,
    { tokens, account },
    () => describe(tokens, { keys, region, name, cluster: reference.cluster }, signal),
    async (later) => eksToken(tokens, await tokens.aws(account, region, later), region, name),
  );
};

function eksToken({ environment }: CloudTokens, keys: AwsKeys, region: string, name: string): string {
  const query = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15' });
  const url = presignUrl(keys, {
    url: new URL(`${regionalEndpoint(environment, 'awsTokens', region)}/?${query}`),
    headers: { 'x-k8s-aws-id': name },
    region,
    service: 'sts',
    nowMs: environment.clock.now(),
    expiresSeconds: lifetimeSeconds,
  });
  return `k8s-aws-v1.${Buffer.from(url.href).toString('base64url')}`;
}

interface EksQuestion {
  readonly keys: AwsKeys;
  readonly region: string;
  readonly name: string;
  readonly cluster: string;
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeCluster.html */
async function describe(
  { environment }: CloudTokens,
  { keys, region, name, cluster }: EksQuestion,
  signal: AbortSignal,
): Promise<ClusterDescription> {
  const url = new URL(`${regionalEndpoint(environment, 'awsClusters', region)}/clusters/${encodeURIComponent(name)}`);
  const nowMs = environment.clock.now();
  const headers = signRequest(keys, { method: 'GET', url, headers: {}, body: '', region, service: 'eks', nowMs });
  const request: ServiceRequest = { method: 'GET', url: url.href, headers };
  try {
    const { cluster: found } = await askForObject(environment, request, signal);
    const authority = isJsonObject(found) ? found['certificateAuthority'] : undefined;
    if (!isJsonObject(found) || !isJsonObject(authority)) throw unusable(request);
    const data = Buffer.from(textIn(authority, 'data', request), 'base64').toString('utf8');
    return { address: textIn(found, 'endpoint', request), certificateAuthority: data };
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt(`failed to describe EKS cluster '${cluster}'`, thrown);
  }
}
