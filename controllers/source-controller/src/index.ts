export {
  createGitRepositoryController,
  type GitRepositoryControllerOptions,
} from './git-repository/create-git-repository-controller.ts';
export { repositoriesWithUrl } from './git-repository/dependants.ts';
