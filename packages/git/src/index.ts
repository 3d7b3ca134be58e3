export { createGitClient, type GitClientOptions } from './create-git-client.ts';
export type { Checkout, FetchRequest, GitClient, ResolveRequest } from './git-client.ts';
export { GitError, type GitFailure } from './git-error.ts';
export { createGitRepositories, type GitRepositories } from './git-repositories.ts';
export type { GitProgramOptions } from './process/git-program.ts';
export { createGitPublisher } from './publish/create-git-publisher.ts';
export type {
  CheckoutRequest,
  CommitContent,
  GitPublisher,
  PushTarget,
  WorkingBase,
} from './publish/git-publisher.ts';
export { type RevisionFiles, readRevision } from './read-revision.ts';
export type { AdvertisedReference, GitReference, ResolvedReference } from './reference/git-reference.ts';
export { gitCredentialsFromSecret } from './remote/git-credentials-from-secret.ts';
export type { GitCredentials, GitProxy, GitRemote } from './remote/git-remote.ts';
export { isEncryptedIdentity } from './remote/is-encrypted-identity.ts';
export { proxyUrl } from './remote/proxy-url.ts';
export type { GitCommit, GitPerson, GitTag, SignedObject } from './repository/commit.ts';
export type { GitFile, GitListing, GitSubmodule } from './repository/git-files.ts';
export type { FileChange, NewCommit } from './repository/write-commit.ts';
export { createGitServer } from './server/create-git-server.ts';
export type { GitAccess, GitServer, GitServerOptions, GitVerdict } from './server/git-server.ts';
export { repositoriesIn } from './server/repositories-in.ts';
export type { CommitSigner } from './signature/commit-signer.ts';
export { createPgpSigner } from './signature/pgp-signer.ts';
export { SignatureError } from './signature/signature-error.ts';
export { type SignatureKind, signatureKind } from './signature/signature-kind.ts';
export { SigningKeyError, type SigningKeyFault } from './signature/signing-key-error.ts';
export { createSshSigner } from './signature/ssh-signer.ts';
export { verifyPgpSignature } from './signature/verify-pgp-signature.ts';
export { verifySshSignature } from './signature/verify-ssh-signature.ts';
