import {
  askForObject,
  CloudError,
  type CloudTokens,
  type ClusterDescription,
  endpointOf,
  failedAt,
  type ServiceRequest,
  textIn,
} from '@flux19/cloud-identity';
import { isJsonObject, type JsonObject } from '@flux19/objects';
import { readKubeconfig } from '../config/kubeconfig-file.ts';
import { resolveContext } from '../config/resolve-context.ts';
import { describedAccess, type FindCluster, forCluster } from './cluster-access.ts';
import { parseClusterAddress } from './cluster-address.ts';
import type { ClusterReference } from './cluster-reference.ts';

const pattern =
  /^\/subscriptions\/[^/]{36}\/resourceGroups\/[^/]{1,200}\/providers\/Microsoft\.ContainerService\/managedClusters\/[^/]{1,200}$/i;
/** The API servers of Azure, whatever the cluster. */
const clusterScope = '6dae42f8-4368-4678-94ff-3960e28e3630/.default';
const apiVersion = '2024-09-01';

/** A cluster of Azure with Microsoft Entra ID: it takes Azure's access tokens. */
export const findAksCluster: FindCluster = async (reference, { tokens, account }, signal) => {
  await forCluster(signal, () => tokens.azure(account, clusterScope, signal));
  return describedAccess(
    reference,
    { tokens, account },
    async () => {
      const scope = `${management(tokens)}/.default`;
      const { token } = await forCluster(signal, () => tokens.azure(account, scope, signal));
      return describe(reference, token, tokens, signal);
    },
    async (later) => (await tokens.azure(account, clusterScope, later)).token,
  );
};

/** The management of the cloud that the login of this process belongs to. */
function management({ environment }: CloudTokens): string {
  const login = environment.variables['AZURE_AUTHORITY_HOST'] ?? '';
  if (login.includes('chinacloudapi.cn')) return 'https://management.chinacloudapi.cn';
  if (login.includes('microsoftonline.us')) return 'https://management.usgovcloudapi.net';
  return endpointOf(environment, 'azureManagement');
}

async function describe(
  reference: ClusterReference,
  token: string,
  tokens: CloudTokens,
  signal: AbortSignal,
): Promise<ClusterDescription> {
  const { cluster } = reference;
  if (!pattern.test(cluster)) {
    const expected = pattern.source.replaceAll('\\/', '/');
    throw new CloudError('Misconfigured', `invalid AKS cluster ID: '${cluster}'. must match (?i)${expected}`);
  }
  const base = `${management(tokens)}${cluster.split('/').map(encodeURIComponent).join('/')}`;
  const ask = (method: 'GET' | 'POST', path: string): Promise<JsonObject> => {
    const headers = { authorization: `Bearer ${token}` };
    const request: ServiceRequest = { method, url: `${base}${path}?api-version=${apiVersion}`, headers };
    return askForObject(tokens.environment, request, signal);
  };
  const { properties } = await describing(signal, () => ask('GET', ''));
  if (!isJsonObject(properties) || !isJsonObject(properties['aadProfile'])) {
    const where = 'https://learn.microsoft.com/en-us/azure/aks/enable-authentication-microsoft-entra-id';
    const what = `AKS cluster ${cluster} does not have Microsoft Entra ID integration enabled`;
    throw new CloudError('Misconfigured', `${what}. See docs for enabling: ${where}`);
  }
  const { kubeconfigs } = await ask('POST', '/listClusterUserCredential');
  return chooseKubeconfig(reference, Array.isArray(kubeconfigs) ? kubeconfigs.filter(isJsonObject) : []);
}

/** The first kubeconfig, or that with the address that is wanted. */
function chooseKubeconfig(
  { cluster, address }: ClusterReference,
  kubeconfigs: readonly JsonObject[],
): ClusterDescription {
  const wanted = address === '' ? undefined : parseClusterAddress(address);
  const found = kubeconfigs.map(readCluster);
  const chosen = found.find((candidate) => wanted === undefined || parseClusterAddress(candidate.address) === wanted);
  if (chosen !== undefined) return chosen;
  if (wanted === undefined) throw new CloudError('InvalidContent', `no kubeconfig found for AKS cluster ${cluster}`);
  const known = found.map((candidate) => `'${candidate.address}'`).join(', ');
  const what = `no kubeconfig found for AKS cluster ${cluster} matching the specified address '${address}'`;
  throw new CloudError('Misconfigured', `${what}. cluster addresses: [${known}]`);
}

function readCluster(entry: JsonObject, index: number): ClusterDescription {
  try {
    const text = Buffer.from(textIn(entry, 'value', { method: 'POST', url: 'https://azure' }), 'base64').toString(
      'utf8',
    );
    const { server, certificateAuthority = '' } = resolveContext(readKubeconfig(text, 'the kubeconfig', '/'), {
      // Only the cluster is of interest; how Azure's own tools sign in is not.
      overrides: { user: { token: 'unused' } },
      allowExec: false,
      allowInsecureTls: false,
      allowFiles: false,
      environment: {},
      nowMs: () => 0,
      readFile: () => '',
    });
    return { address: server, certificateAuthority };
  } catch (thrown) {
    throw failedAt(`failed to parse kubeconfig[${index}]`, thrown);
  }
}

async function describing<Found>(signal: AbortSignal, act: () => Promise<Found>): Promise<Found> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw failedAt('failed to describe AKS cluster', thrown);
  }
}
