import { GitError } from '../git-error.ts';
import type { GitSetting } from '../process/git-environment.ts';
import { gitFailure, withoutSecrets } from '../process/git-failure.ts';
import type { GitProgram } from '../process/git-program.ts';
import type { GitRemote } from '../remote/git-remote.ts';
import { openRemoteSession, type RemoteSession } from '../remote/remote-session.ts';

export interface PushOptions {
  readonly allowLocal: boolean;
  readonly timeoutMs: number;
}

/** One push. */
export interface ReferencePush {
  /** The repository that holds the commits. */
  readonly folder: string;
  /** `<commit>:refs/heads/main`, with `+` in front where it is forced. */
  readonly refspecs: readonly string[];
  /** Where the branch has to be on the server, empty for nowhere, so that the push is taken. */
  readonly expected?: { readonly name: string; readonly commit: string };
  readonly options?: Readonly<Record<string, string>>;
}

/** Pushes references. Throws `GitError`, `Rejected` when somebody else was faster. */
export async function pushReferences(
  program: GitProgram,
  remote: GitRemote,
  push: ReferencePush,
  { allowLocal, timeoutMs }: PushOptions,
  signal: AbortSignal,
): Promise<void> {
  const session = await openRemoteSession(remote, { temporaryFolder: program.temporaryFolder, allowLocal });
  try {
    const run = (settings: readonly GitSetting[]) =>
      program.run(
        {
          arguments: [...wordsOf(push), '--', session.url.address, ...push.refspecs],
          settings,
          variables: session.variables,
          protocols: [session.url.scheme],
          folder: push.folder,
          timeoutMs,
        },
        signal,
      );
    const first = await run(session.settings);
    if (first.code === 0) return;
    const isRedirect = session.onRedirect !== undefined && /returned error: 30\d/.test(first.errors);
    const last = isRedirect ? await run(session.onRedirect ?? []) : first;
    if (last.code !== 0) throw pushFailure(`${last.errors}\n${last.output.toString('utf8')}`, session);
  } finally {
    await session.dispose();
  }
}

function wordsOf({ expected, options = {} }: ReferencePush): string[] {
  const words = ['push', '--porcelain', '--no-verify', '--recurse-submodules=no'];
  if (expected !== undefined) words.push(`--force-with-lease=${expected.name}:${expected.commit}`);
  // One word each: nothing in a value can be taken for an option of git.
  for (const [key, value] of Object.entries(options)) words.push(`--push-option=${key}=${value}`);
  return words;
}

/** `!\t<from>:<to>\t[rejected] (fetch first)`, and what the server says of it: `[remote rejected] (…)`. */
const refusal = /^!\t[^\t]*?:?([^\t:]*)\t\[(remote )?rejected\](?: \((.*)\))?/m;
const lostRace =
  /fetch first|non-fast-forward|stale info|needs force|cannot lock ref|failed to lock|failed to update ref|reference already exists|incorrect old value/;

function pushFailure(errors: string, session: RemoteSession): GitError {
  const text = withoutSecrets(errors, session.secrets);
  const [, name = '', byServer, why = ''] = refusal.exec(text) ?? [];
  if (name === '') {
    const failure = gitFailure(text);
    return new GitError(failure.reason, `failed to push to remote: ${failure.message}`, { cause: failure });
  }
  if (lostRace.test(why)) return new GitError('Rejected', `failed to push to remote: non-fast-forward update: ${name}`);
  const who = byServer === undefined ? '' : 'the server refuses ';
  return new GitError('Failed', `failed to push to remote: ${who}${name}: ${why.slice(0, 500)}`);
}
