import { runCommand } from './run-command.ts';

/** The go command in a module that pins programs. */
export interface GoTool {
  /** Runs a program there, or in another folder, and resolves to its standard output. Rejects with its standard error. */
  run(program: string, args: readonly string[], folder?: string): Promise<string>;
  /** Where the sources of a pinned module are, fetched when they are missing. Rejects when it is not pinned. */
  moduleFolder(path: string): Promise<string>;
  /** The version of a pinned module, with its `v`. */
  moduleVersion(path: string): Promise<string>;
}

/** Building everything from nothing takes long. */
const timeoutMs = 3_600_000;

/** The go command in the folder of a module, with the environment of the person who builds. */
export function createGoTool(module: string, environment: Readonly<Record<string, string>>): GoTool {
  const run = async (program: string, args: readonly string[], workingFolder = module): Promise<string> => {
    const result = await runCommand(program, args, { environment, workingFolder, timeoutMs });
    if (result.code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${result.code}: ${result.err}`);
    return result.out;
  };
  const field = async (path: string, name: string): Promise<string> =>
    (await run('go', ['list', '-m', '-f', `{{.${name}}}`, path])).trim();
  return {
    run,
    moduleVersion: (path) => field(path, 'Version'),
    async moduleFolder(path) {
      const folder = await field(path, 'Dir');
      if (folder !== '') return folder;
      await run('go', ['mod', 'download', path]);
      return await field(path, 'Dir');
    },
  };
}
