import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { type GitSetting, gitEnvironment } from './git-environment.ts';
import { type ProcessOutcome, runProcess } from './run-process.ts';

/** Where git is and what bounds it. */
export interface GitProgramOptions {
  /** Folders in which git and ssh are looked for: the value of PATH. */
  readonly searchPath: string;
  /** Exists and belongs to this process: keys and other passing files go here. */
  readonly temporaryFolder: string;
}

/** One run of git. */
export interface GitRun {
  readonly arguments: readonly string[];
  readonly folder?: string;
  readonly input?: string | Uint8Array;
  readonly settings?: readonly GitSetting[];
  readonly variables?: Readonly<Record<string, string>>;
  /** Schemes that may be talked; none when absent. */
  readonly protocols?: readonly string[];
  readonly timeoutMs?: number;
  readonly maximumOutputBytes?: number;
}

const defaultMaximumOutputBytes = 64 * 1024 * 1024;

/** The git of this machine, run without anything of the machine's or a user's configuration. */
export class GitProgram {
  readonly #options: GitProgramOptions;

  constructor(options: GitProgramOptions) {
    this.#options = options;
  }

  get temporaryFolder(): string {
    return this.#options.temporaryFolder;
  }

  /** Runs git to its end; any exit code is an outcome. Throws like `runProcess`. */
  run(run: GitRun, signal: AbortSignal): Promise<ProcessOutcome> {
    const { folder, input, timeoutMs } = run;
    return runProcess(
      'git',
      run.arguments,
      {
        environment: this.#environment(run),
        maximumOutputBytes: run.maximumOutputBytes ?? defaultMaximumOutputBytes,
        ...(folder === undefined ? {} : { folder }),
        ...(input === undefined ? {} : { input }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      },
      signal,
    );
  }

  /** Starts git with piped standard streams in a process group of its own. Whoever calls has to end it. */
  start(run: Pick<GitRun, 'arguments' | 'folder' | 'settings' | 'variables'>): ChildProcess {
    return spawn('git', run.arguments, {
      cwd: run.folder,
      env: this.#environment(run),
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
  }

  #environment(run: Pick<GitRun, 'settings' | 'variables' | 'protocols'>): Record<string, string> {
    return gitEnvironment({
      searchPath: this.#options.searchPath,
      home: join(this.#options.temporaryFolder, 'no-home'),
      protocols: run.protocols ?? [],
      settings: run.settings ?? [],
      variables: run.variables ?? {},
    });
  }
}
