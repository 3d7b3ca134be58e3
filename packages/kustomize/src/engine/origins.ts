import { isRemoteUrl } from '../files/remote-url.ts';
import type { Origin } from '../resources/resource.ts';
import type { Target } from './target.ts';

/** The origin of what a path names, seen from an origin. */
export function appendOrigin(origin: Origin, path: string): Origin {
  if (!isRemoteUrl(path)) return { ...origin, path: joinRelative(origin.path ?? '', path) };
  const [url = '', query = ''] = path.split('?');
  const double = url.indexOf('//', url.indexOf('://') < 0 ? 0 : url.indexOf('://') + 3);
  const repo = double < 0 ? url : url.slice(0, double);
  const inner = double < 0 ? '' : url.slice(double + 2);
  const ref = new URLSearchParams(query).get('ref') ?? undefined;
  return { repo, ref, path: inner };
}

/** `..` may stay in front: origins are relative to the folder of the build. */
function joinRelative(base: string, path: string): string {
  const parts = base.split('/').filter((part) => part !== '' && part !== '.');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  return parts.join('/');
}

/** The origin of what a built-in plug-in of a target makes or changes. */
export function pluginOrigin({ origin, fileName }: Target, kind: string): Origin | undefined {
  if (origin === undefined) return undefined;
  return {
    repo: origin.repo,
    ref: origin.ref,
    configuredIn: joinRelative(origin.path ?? '', fileName),
    configuredBy: { apiVersion: 'builtin', kind },
  };
}
