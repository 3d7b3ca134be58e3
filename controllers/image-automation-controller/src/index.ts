export { createImageAutomationController } from './create-image-automation-controller.ts';
export type { ImageAutomationOptions } from './image-automation-options.ts';
export type { GitHubAppTokens } from './source/read-remote.ts';
