import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface WorkingCopyOptions {
  /** Address of the repository, with the credentials for pushing. */
  readonly url: string;
  readonly folder: string;
  /** Value of PATH, for git. */
  readonly searchPath: string;
}

/** A clone in which a person would work: real git, without anything of this machine's configuration. */
export class WorkingCopy {
  readonly folder: string;
  readonly #options: WorkingCopyOptions;

  constructor(options: WorkingCopyOptions) {
    this.folder = options.folder;
    this.#options = options;
  }

  /** Clones the repository. */
  async clone(): Promise<void> {
    await this.#run(['clone', '--quiet', '--', this.#options.url, this.folder], '.');
  }

  /** Runs git in the clone and returns what it printed. Rejects with git's own words. */
  git(...args: readonly string[]): Promise<string> {
    return this.#run(args, this.folder);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }

  /** Like `write`, in a folder that may not exist yet. */
  writeNew(path: string, content: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    this.write(path, content);
  }

  remove(path: string): void {
    rmSync(join(this.folder, path));
  }

  /** Copies a folder's content over the clone. */
  copyFrom(folder: string): void {
    cpSync(folder, this.folder, { recursive: true });
  }

  /** Commits everything that changed, pushes it, and returns the hash of the commit. */
  async push(message: string): Promise<string> {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--message', message);
    await this.git('push', '--quiet', 'origin', 'HEAD');
    return this.head();
  }

  /** Hash of the commit that is checked out. */
  async head(): Promise<string> {
    return (await this.git('rev-parse', 'HEAD')).trim();
  }

  /** Pulls until a file contains the words, because somebody else committed them. Rejects after half a minute. */
  async pullUntil(words: string, path: string): Promise<void> {
    const signal = AbortSignal.timeout(30_000);
    while (!this.read(path).includes(words)) {
      if (signal.aborted) throw new Error(`nobody committed ${words} to ${path}`);
      await sleep(20);
      await this.git('pull', '--quiet', '--ff-only');
    }
  }

  /** Reverts the latest commit, pushes, and returns the hash of the commit that did it. */
  async revert(): Promise<string> {
    await this.git('revert', '--no-edit', 'HEAD');
    await this.git('push', '--quiet', 'origin', 'HEAD');
    return this.head();
  }

  async #run(args: readonly string[], folder: string): Promise<string> {
    const environment = {
      PATH: this.#options.searchPath,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Demo',
      GIT_AUTHOR_EMAIL: 'demo@flux19.example',
      GIT_COMMITTER_NAME: 'Demo',
      GIT_COMMITTER_EMAIL: 'demo@flux19.example',
    };
    const { stdout } = await run('git', [...args], { cwd: folder, env: environment });
    return stdout;
  }
}
