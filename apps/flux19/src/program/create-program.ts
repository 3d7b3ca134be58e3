// The door that the process edge comes in by.
export { runCli } from './run-cli.ts';
