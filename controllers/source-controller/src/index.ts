export { createSourceController, type SourceControllerOptions } from './git-repository/create-source-controller.ts';
export { repositoriesWithUrl } from './git-repository/dependants.ts';
