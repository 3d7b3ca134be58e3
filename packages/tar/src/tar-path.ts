import { TarError } from './tar-error.ts';

/** The names of a path without `.` parts; none for the root. Throws `TarError` for a path that leads out of the archive. */
export function tarPath(name: string): string[] {
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.includes('..') || name.includes('\0'))
    throw new TarError(`the path ${JSON.stringify(name)} leads out of it`);
  return parts;
}
