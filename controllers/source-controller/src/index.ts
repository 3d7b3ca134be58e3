export { createSourceController, type SourceControllerOptions } from './create-source-controller.ts';
export { repositoriesWithUrl } from './git-repository/dependants.ts';
