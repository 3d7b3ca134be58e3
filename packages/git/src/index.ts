export type { Checkout, FetchRequest, GitClient } from './git-client.ts';
export { GitError, type GitFailure } from './git-error.ts';
export type { AdvertisedReference, GitReference, ResolvedReference } from './reference/git-reference.ts';
export type { GitCredentials, GitProxy, GitRemote } from './remote/git-remote.ts';
export type { GitCommit, GitPerson, GitTag, SignedObject } from './repository/commit.ts';
export type { GitFile, GitListing } from './repository/git-files.ts';
export type { GitAccess, GitServer } from './server/git-server.ts';
