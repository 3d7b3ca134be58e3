/** The services of git's smart protocol. */
type GitService = 'upload-pack' | 'receive-pack';

/** A request that git's smart protocol knows. */
export interface GitRequest {
  readonly repository: string;
  readonly service: GitService;
  /** `advertise`: list the references; `exchange`: the conversation itself. */
  readonly step: 'advertise' | 'exchange';
}

const services: ReadonlySet<string> = new Set(['upload-pack', 'receive-pack']);

/** Reads method and URL; undefined for everything else, such as the files of the dumb protocol. */
export function parseGitRequest(method: string, url: URL): GitRequest | undefined {
  const path = decodePath(url.pathname);
  if (path === undefined) return undefined;
  const [, listed] = /^\/(.+)\/info\/refs$/.exec(path) ?? [];
  if (listed !== undefined) {
    const service = serviceOf(url.searchParams.get('service') ?? '');
    return method === 'GET' && service !== undefined ? { repository: listed, service, step: 'advertise' } : undefined;
  }
  const [, repository, name = ''] = /^\/(.+)\/(git-[a-z-]+)$/.exec(path) ?? [];
  const service = serviceOf(name);
  if (repository === undefined || service === undefined || method !== 'POST') return undefined;
  return { repository, service, step: 'exchange' };
}

function serviceOf(name: string): GitService | undefined {
  const service = name.replace(/^git-/, '');
  return name.startsWith('git-') && services.has(service) ? (service as GitService) : undefined;
}

/** The path, unless it is not encoded properly or has parts that could lead elsewhere. */
function decodePath(pathname: string): string | undefined {
  try {
    const path = decodeURIComponent(pathname);
    const isPlain = path.split('/').every((part) => part !== '.' && part !== '..') && !/[\\\0]/.test(path);
    return isPlain ? path : undefined;
  } catch {
    return undefined;
  }
}
