export { type BackgroundCommand, startCommand } from './background-command.ts';
export { bareEnvironment } from './bare-environment.ts';
export { freePort } from './free-port.ts';
export { createGoTool, type GoTool } from './go-tool.ts';
export { type CommandResult, mustRun, runCommand } from './run-command.ts';
export { type ScratchFolder, scratchFolder } from './scratch-folder.ts';
