import type { Clock, Handler } from '@flux19/ports';

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

/** Where the clouds' own services are found, without a slash at the end. */
export interface CloudEndpoints {
  readonly awsMetadata: string;
  readonly awsContainer: string;
  /** `{region}` is replaced. */
  readonly awsTokens: string;
  /** `{region}` is replaced. */
  readonly awsRegistry: string;
  readonly azureMetadata: string;
  readonly azureLogin: string;
  readonly gcpMetadata: string;
}

const defaultEndpoints: CloudEndpoints = {
  awsMetadata: 'http://169.254.169.254',
  awsContainer: 'http://169.254.170.2',
  awsTokens: 'https://sts.{region}.amazonaws.com',
  awsRegistry: 'https://api.ecr.{region}.amazonaws.com',
  azureMetadata: 'http://169.254.169.254',
  azureLogin: 'https://login.microsoftonline.com',
  gcpMetadata: 'http://metadata.google.internal',
};

/** The address of one of the clouds' services. */
export function endpointOf({ endpoints }: CloudEnvironment, name: keyof CloudEndpoints): string {
  return endpoints?.[name] ?? defaultEndpoints[name];
}
