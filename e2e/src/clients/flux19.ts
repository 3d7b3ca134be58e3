import { type CommandLine, createCommandLine, type Place } from './command-line.ts';
import { nodeArguments } from './start-flux19.ts';

/** The flux19 command as a person types it, on the Node that runs the tests. */
export function createFlux19(place: Place): CommandLine {
  return createCommandLine([process.execPath, ...nodeArguments], place);
}
