import { isRepositoryPath } from '../reference/parse-reference.ts';

/** What a path of the protocol means. */
export type RegistryRoute =
  | { readonly kind: 'root' }
  | { readonly kind: 'catalog' }
  | { readonly kind: 'tags'; readonly repository: string }
  | { readonly kind: 'manifest'; readonly repository: string; readonly reference: string }
  | { readonly kind: 'uploads'; readonly repository: string }
  | { readonly kind: 'upload'; readonly repository: string; readonly id: string }
  | { readonly kind: 'blob'; readonly repository: string; readonly digest: string }
  | { readonly kind: 'referrers'; readonly repository: string; readonly digest: string };

const patterns = {
  tags: /^\/v2\/(.+)\/tags\/list$/,
  uploads: /^\/v2\/(.+)\/blobs\/uploads\/?$/,
  upload: /^\/v2\/(.+)\/blobs\/uploads\/([^/]+)$/,
  blob: /^\/v2\/(.+)\/blobs\/([^/]+)$/,
  manifest: /^\/v2\/(.+)\/manifests\/([^/]+)$/,
  referrers: /^\/v2\/(.+)\/referrers\/([^/]+)$/,
} as const;

/** Reads a path; `invalidName` for a name that no repository may have, undefined for what is no path of the protocol. */
export function parseRoute(path: string): RegistryRoute | 'invalidName' | undefined {
  if (path === '/v2/' || path === '/v2') return { kind: 'root' };
  if (path === '/v2/_catalog') return { kind: 'catalog' };
  for (const kind of ['tags', 'uploads', 'upload', 'blob', 'manifest', 'referrers'] as const) {
    const match = patterns[kind].exec(path);
    if (match === null) continue;
    const [, repository = '', last = ''] = match;
    if (!isRepositoryPath(repository)) return 'invalidName';
    return toRoute(kind, repository, decode(last));
  }
  return undefined;
}

function toRoute(kind: keyof typeof patterns, repository: string, last: string): RegistryRoute {
  if (kind === 'tags' || kind === 'uploads') return { kind, repository };
  if (kind === 'upload') return { kind, repository, id: last };
  if (kind === 'manifest') return { kind, repository, reference: last };
  return { kind, repository, digest: last };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
