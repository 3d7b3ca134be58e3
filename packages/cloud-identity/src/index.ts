export type { AccessToken } from './access-token.ts';
export { type AwsRole, keysOfRole } from './aws/session-keys.ts';
export { type AwsKeys, codeCommitPassword, presignUrl, signRequest } from './aws/sign-request.ts';
export { type AzureApplication, applicationToken, tokenUrl } from './azure/application-token.ts';
export { type CertificatePair, certificateAssertion } from './azure/certificate-assertion.ts';
export { managedIdentityToken } from './azure/machine-token.ts';
export { CloudError, type CloudFailure, failedAt } from './cloud-error.ts';
export { CloudTokens, type ClusterDescription } from './cloud-tokens.ts';
export { credentialsToken, parseGoogleCredentials } from './gcp/credentials-token.ts';
export { type GitLogin, gitLogin } from './git/git-login.ts';
export { tokenAccount } from './jwt-claims.ts';
export { Leases } from './leases.ts';
export { askForObject, askService, formRequest, type ServiceRequest, textIn, unusable } from './service/ask-service.ts';
export {
  type CloudEndpoints,
  type CloudEnvironment,
  endpointOf,
  regionalEndpoint,
} from './service/cloud-environment.ts';
export type { WorkloadAccount } from './workload-account.ts';
