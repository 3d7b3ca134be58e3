import type { Clock, Handler } from '@flux19/ports';
import { CloudError } from '../cloud-error.ts';

/** What a machine in a cloud knows of itself. */
export interface CloudEnvironment {
  readonly fetch: Handler;
  readonly clock: Clock;
  /** Variables of the environment of the process: `AWS_REGION`, `AZURE_CLIENT_ID` and the like. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Reads a file that a variable names: tokens that Kubernetes projects into the Pod. */
  readonly readFile: (path: string) => Promise<string>;
  readonly endpoints?: Partial<CloudEndpoints>;
}

/** Where the clouds' own services are found, without a slash at the end. `{region}` is replaced. */
export interface CloudEndpoints {
  readonly awsMetadata: string;
  readonly awsContainer: string;
  readonly awsTokens: string;
  readonly awsRegistry: string;
  readonly awsClusters: string;
  readonly awsKeys: string;
  readonly azureMetadata: string;
  readonly azureLogin: string;
  readonly azureManagement: string;
  readonly gcpMetadata: string;
  readonly gcpTokens: string;
  readonly gcpCredentials: string;
  readonly gcpClusters: string;
  readonly gcpKeys: string;
}

const defaultEndpoints: CloudEndpoints = {
  awsMetadata: 'http://169.254.169.254',
  awsContainer: 'http://169.254.170.2',
  awsTokens: 'https://sts.{region}.amazonaws.com',
  awsRegistry: 'https://api.ecr.{region}.amazonaws.com',
  awsClusters: 'https://eks.{region}.amazonaws.com',
  awsKeys: 'https://kms.{region}.amazonaws.com',
  azureMetadata: 'http://169.254.169.254',
  azureLogin: 'https://login.microsoftonline.com',
  azureManagement: 'https://management.azure.com',
  gcpMetadata: 'http://metadata.google.internal',
  gcpTokens: 'https://sts.googleapis.com',
  gcpCredentials: 'https://iamcredentials.googleapis.com',
  gcpClusters: 'https://container.googleapis.com',
  gcpKeys: 'https://cloudkms.googleapis.com',
};

/** The address of one of the clouds' services. */
export function endpointOf({ endpoints }: Pick<CloudEnvironment, 'endpoints'>, name: keyof CloudEndpoints): string {
  return endpoints?.[name] ?? defaultEndpoints[name];
}

/** A region becomes a part of a host name, so nothing else may stand in it. */
const regionPattern = /^[a-z0-9-]{1,40}$/;

/** The address of a service of AWS in a region. Throws {@link CloudError} for what is no region. */
export function regionalEndpoint(
  environment: Pick<CloudEnvironment, 'endpoints'>,
  name: 'awsTokens' | 'awsRegistry' | 'awsClusters' | 'awsKeys',
  region: string,
): string {
  if (!regionPattern.test(region)) throw new CloudError('Misconfigured', `'${region}' is not a region of AWS`);
  const address = endpointOf(environment, name).replace('{region}', region);
  return region.startsWith('cn-') && address.endsWith('.amazonaws.com') ? `${address}.cn` : address;
}
