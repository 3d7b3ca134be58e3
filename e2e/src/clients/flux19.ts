import { nodeArguments } from '../processes/start-flux19.ts';
import { type CommandLine, createCommandLine, type Place } from './command-line.ts';

/** The flux19 command as a person types it, on the Node that runs the tests. */
export function createFlux19(place: Place): CommandLine {
  return createCommandLine([process.execPath, ...nodeArguments], place);
}
