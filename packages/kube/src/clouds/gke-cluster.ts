import {
  askForObject,
  CloudError,
  type ClusterDescription,
  endpointOf,
  failedAt,
  type ServiceRequest,
  textIn,
  unusable,
} from '@flux19/cloud-identity';
import { isJsonObject } from '@flux19/objects';
import { type ClusterCaller, describedAccess, type FindCluster, forCluster } from './cluster-access.ts';

const pattern = /^projects\/[^/]{1,200}\/locations\/[^/]{1,200}\/clusters\/[^/]{1,200}$/;

/** A cluster of Google: it takes Google's access tokens. */
export const findGkeCluster: FindCluster = async (reference, { tokens, account }, signal) => {
  const { token } = await forCluster(signal, () => tokens.gcp(account, signal));
  return describedAccess(
    reference,
    { tokens, account },
    () => describe(reference.cluster, token, tokens, signal),
    async (later) => (await tokens.gcp(account, later)).token,
  );
};

/** https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters/get */
async function describe(
  cluster: string,
  token: string,
  { environment }: ClusterCaller['tokens'],
  signal: AbortSignal,
): Promise<ClusterDescription> {
  if (!pattern.test(cluster)) {
    const expected = pattern.source.replaceAll('\\/', '/');
    throw new CloudError('Misconfigured', `invalid GKE cluster ID: '${cluster}'. must match ${expected}`);
  }
  const path = cluster.split('/').map(encodeURIComponent).join('/');
  const request: ServiceRequest = {
    method: 'GET',
    url: `${endpointOf(environment, 'gcpClusters')}/v1/${path}`,
    headers: { authorization: `Bearer ${token}` },
  };
  try {
    const found = await askForObject(environment, request, signal);
    const { masterAuth } = found;
    if (!isJsonObject(masterAuth)) throw unusable(request);
    const data = textIn(masterAuth, 'clusterCaCertificate', request);
    return {
      address: textIn(found, 'endpoint', request),
      certificateAuthority: Buffer.from(data, 'base64').toString('utf8'),
    };
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt(`failed to describe GKE cluster '${cluster}'`, thrown);
  }
}
