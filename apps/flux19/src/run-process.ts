import { endWithReader, outputOfProcess } from './program/process-output.ts';
import { progressOn } from './program/terminal.ts';
import { readBuildLine } from './verbs/kustomize/read-build-line.ts';

/** Runs the command line of this process, and leaves its exit code with the process. Never rejects but by a fault of this program. */
export async function runProcess(): Promise<void> {
  const args = process.argv.slice(2);
  const line = readBuildLine(args);
  if (line === undefined) {
    const { runProgram } = await import('./run-program.ts');
    process.exitCode = await runProgram(args);
    return;
  }
  endWithReader();
  const { runBuildLine } = await import('./verbs/kustomize/run-build-line.ts');
  const terminal = outputOfProcess;
  process.exitCode = runBuildLine(line, { terminal, progress: progressOn(terminal), workingFolder: process.cwd() });
}
