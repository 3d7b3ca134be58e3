import type { GitSetting } from '../process/git-environment.ts';
import { gitFailure, withoutSecrets } from '../process/git-failure.ts';
import type { GitProgram } from '../process/git-program.ts';
import { type AdvertisedKinds, parseAdvertised } from '../reference/advertised-references.ts';
import type { AdvertisedReference } from '../reference/git-reference.ts';
import { describeFailure } from './describe-failure.ts';
import type { GitRemote } from './git-remote.ts';
import { openRemoteSession, type RemoteSession } from './remote-session.ts';

export interface RemoteGitOptions {
  readonly allowLocal: boolean;
  /** Of one operation, when the signal does not end it before. */
  readonly timeoutMs: number;
}

/** What is fetched into a local repository. */
export interface RemoteFetch {
  readonly folder: string;
  readonly refspecs: readonly string[];
  /** Number of commits; absent: all. */
  readonly depth?: number;
  /** Leaves out what a partial clone filter says. */
  readonly filter?: string;
}

const kindFlags: Readonly<Record<AdvertisedKinds, readonly string[]>> = {
  heads: ['--heads'],
  tags: ['--tags'],
  all: [],
};

/** The operations that talk to a server. Failures are `GitError` with Flux's message; `action` is how it begins. */
export class RemoteGit {
  readonly #program: GitProgram;
  readonly #options: RemoteGitOptions;

  constructor(program: GitProgram, options: RemoteGitOptions) {
    this.#program = program;
    this.#options = options;
  }

  /** One `ls-remote`. */
  async list(
    remote: GitRemote,
    kinds: AdvertisedKinds,
    action: string,
    signal: AbortSignal,
  ): Promise<{ readonly advertised: readonly AdvertisedReference[]; readonly url: string }> {
    return this.#withSession(remote, action, async (session) => {
      const words = ['ls-remote', '--quiet', ...kindFlags[kinds], '--', session.url.address];
      const output = await this.#run(session, words, undefined, signal);
      return { advertised: parseAdvertised(output.toString('utf8')), url: session.url.text };
    });
  }

  async fetch(remote: GitRemote, fetch: RemoteFetch, action: string, signal: AbortSignal): Promise<void> {
    await this.#withSession(remote, action, async (session) => {
      const words = ['fetch', '--quiet', '--force', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules'];
      if (fetch.depth !== undefined) words.push(`--depth=${fetch.depth}`);
      if (fetch.filter !== undefined) words.push(`--filter=${fetch.filter}`);
      await this.#run(session, [...words, '--', session.url.address, ...fetch.refspecs], fetch.folder, signal);
    });
  }

  async #run(
    session: RemoteSession,
    words: readonly string[],
    folder: string | undefined,
    signal: AbortSignal,
  ): Promise<Buffer> {
    const attempt = (settings: readonly GitSetting[]) =>
      this.#program.run(
        {
          arguments: words,
          settings,
          variables: session.variables,
          protocols: [session.url.scheme],
          timeoutMs: this.#options.timeoutMs,
          ...(folder === undefined ? {} : { folder }),
        },
        signal,
      );
    const first = await attempt(session.settings);
    if (first.code === 0) return first.output;
    const isRedirect = session.onRedirect !== undefined && /returned error: 30\d/.test(first.errors);
    const last = isRedirect ? await attempt(session.onRedirect ?? []) : first;
    if (last.code === 0) return last.output;
    throw gitFailure(withoutSecrets(last.errors, session.secrets));
  }

  async #withSession<Result>(
    remote: GitRemote,
    action: string,
    use: (session: RemoteSession) => Promise<Result>,
  ): Promise<Result> {
    const session = await openRemoteSession(remote, {
      temporaryFolder: this.#program.temporaryFolder,
      allowLocal: this.#options.allowLocal,
    });
    try {
      return await use(session);
    } catch (thrown) {
      throw describeFailure(thrown, action, session.url.text);
    } finally {
      await session.dispose();
    }
  }
}
