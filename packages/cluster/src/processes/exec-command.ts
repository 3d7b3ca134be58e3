import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ImageRunConfig } from '@flux19/oci';
import {
  type CommandSurroundings,
  type ContainerCommand,
  type ContainerSpec,
  containerCommand,
} from './container-command.ts';

/**
 * A command beside the process of a container: the same environment and folder. Throws Error, with the text that container runtimes have
 * for it, when there is no such program.
 */
export function execCommand(
  words: readonly string[],
  spec: ContainerSpec,
  image: ImageRunConfig,
  around: CommandSurroundings,
): ContainerCommand {
  const [program = '', ...args] = words;
  const command = [program, ...(isTar(program) ? tarArguments(args, around.rootFolder) : args)];
  const found = containerCommand({ ...spec, command, args: [] }, image, around);
  if (found === undefined || !isProgram(found)) {
    throw new Error(`exec: ${JSON.stringify(program)}: executable file not found in $PATH`);
  }
  return found;
}

function isProgram({ program, environment }: ContainerCommand): boolean {
  if (program.includes('/')) return existsSync(program);
  const folders = (environment['PATH'] ?? '').split(delimiter);
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}

function isTar(program: string): boolean {
  return program.split('/').at(-1) === 'tar';
}

/** `kubectl cp` knows files by the path that it asked for, which tar has to keep: it is sent into the unpacked image to find them there. */
function tarArguments(args: readonly string[], rootFolder: string): readonly string[] {
  return args.flatMap((word, index) => {
    const isFolder = args[index - 1] === '-C';
    if (isFolder || !word.startsWith('/') || !existsSync(join(rootFolder, word))) return [word];
    return ['-C', rootFolder, word.slice(1)];
  });
}
