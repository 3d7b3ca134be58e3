export {
  createOciRepositoryController,
  type OciRepositoryControllerOptions,
} from './create-oci-repository-controller.ts';
export { createSourceController, type SourceControllerOptions } from './create-source-controller.ts';
export { repositoriesWithUrl } from './git-repository/dependants.ts';
export { createGitHubAppTokens, type GitHubAppTokens } from './git-repository/github-app-tokens.ts';
export { repositoriesWithImage } from './oci-repository/dependants.ts';
