import { GitError } from '../git-error.ts';
import { GitProgram } from '../process/git-program.ts';
import { type GitRequest, parseGitRequest } from './git-request.ts';
import type { GitAccess, GitServer, GitServerOptions, GitVerdict } from './git-server.ts';
import { servePack } from './serve-pack.ts';

const defaultMaximumRequestBytes = 512 * 1024 * 1024;

/** A server for git clients. Hooks of the repositories are not run. */
export function createGitServer(options: GitServerOptions): GitServer {
  const program = new GitProgram(options);
  const listeners = new Set<(repository: string) => void>();
  const authorize = options.authorize ?? readOnly;

  async function fetch(request: Request): Promise<Response> {
    try {
      return await respond(request);
    } catch {
      // What went wrong is not for strangers.
      return plain(500, 'internal error');
    }
  }

  async function respond(request: Request): Promise<Response> {
    const asked = parseGitRequest(request.method, new URL(request.url));
    if (asked === undefined) return plain(404, 'not found');
    const access: GitAccess = {
      repository: asked.repository,
      operation: asked.service === 'receive-pack' ? 'write' : 'read',
      authorization: request.headers.get('authorization') ?? undefined,
    };
    const verdict = await authorize(access, request.signal);
    if (verdict !== 'allowed') return refusal(verdict);
    const folder = options.folderOf(asked.repository);
    return folder === undefined ? plain(404, 'not found') : serve(request, asked, folder);
  }

  function serve(request: Request, asked: GitRequest, folder: string): Response {
    const isAdvertisement = asked.step === 'advertise';
    const body = servePack({
      program,
      request,
      arguments: [asked.service, '--stateless-rpc', ...(isAdvertisement ? ['--advertise-refs'] : []), folder],
      preamble: isAdvertisement ? announcement(request, asked) : '',
      maximumRequestBytes: options.maximumRequestBytes ?? defaultMaximumRequestBytes,
      onSuccess: () => {
        if (asked.service === 'receive-pack' && !isAdvertisement) tellAll(asked.repository);
      },
    });
    const type = `application/x-git-${asked.service}-${isAdvertisement ? 'advertisement' : 'result'}`;
    return new Response(body, { headers: { 'content-type': type, 'cache-control': 'no-cache' } });
  }

  function tellAll(repository: string): void {
    for (const listener of listeners) listener(repository);
  }

  async function locate(access: Omit<GitAccess, 'operation'>): Promise<string | undefined> {
    const verdict = await authorize({ ...access, operation: 'read' }, new AbortController().signal);
    if (verdict === 'denied') throw new GitError('AuthenticationFailed', 'authentication required');
    if (verdict === 'forbidden') throw new GitError('AuthenticationFailed', 'authorization failed');
    return options.folderOf(access.repository);
  }

  return {
    fetch,
    locate,
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Version 2 of the protocol begins at once; before, the service is announced. */
function announcement(request: Request, asked: GitRequest): string {
  const isVersion2 = /(?:^|:)version=2(?:$|:)/.test(request.headers.get('git-protocol') ?? '');
  if (isVersion2 && asked.service === 'upload-pack') return '';
  const line = `# service=git-${asked.service}\n`;
  return `${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`;
}

async function readOnly(access: GitAccess): Promise<GitVerdict> {
  return access.operation === 'read' ? 'allowed' : 'forbidden';
}

function refusal(verdict: 'denied' | 'forbidden'): Response {
  if (verdict === 'forbidden') return plain(403, 'forbidden');
  return plain(401, 'authentication required', { 'www-authenticate': 'Basic realm="git", charset="UTF-8"' });
}

function plain(status: number, text: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`${text}\n`, { status, headers: { 'content-type': 'text/plain', ...headers } });
}
