import { define } from '../values/define-function.ts';
import type { GoFunction } from '../values/go-value.ts';

/** Go's path.Clean. */
function clean(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isRooted) parts.push('..');
  }
  const joined = parts.join('/');
  if (isRooted) return `/${joined}`;
  return joined === '' ? '.' : joined;
}

function base(path: string): string {
  if (path === '') return '.';
  const bare = path.replace(/\/+$/, '');
  return bare === '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
}

function dir(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

function ext(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

const all: Readonly<Record<string, GoFunction>> = {
  base: define(['string'], base),
  dir: define(['string'], dir),
  clean: define(['string'], clean),
  ext: define(['string'], ext),
  isAbs: define(['string'], (path) => path.startsWith('/')),
};

/** The functions of sprig for paths; those of files are the same as on Linux. */
export const pathFunctions: Readonly<Record<string, GoFunction>> = {
  ...all,
  ...Object.fromEntries(
    Object.entries(all).map(([name, body]) => [`os${name.charAt(0).toUpperCase()}${name.slice(1)}`, body]),
  ),
};
