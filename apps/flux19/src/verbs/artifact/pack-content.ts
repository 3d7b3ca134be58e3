import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type ArchiveEntry, writeArchive } from '@flux19/artifacts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { collectFiles } from './collect-files.ts';
import { type ContentFlags, ignorePatterns } from './content-flags.ts';

/** Manifests are smaller by far. */
const maximumInputBytes = 64 * 1024 * 1024;

/** The entries of an artifact from `--path`, where `-` is standard input. Throws CliError in flux's words. */
export async function readContent(context: CliContext, flags: ContentFlags): Promise<ArchiveEntry[]> {
  const { path = '' } = flags;
  if (path === '') throw new CliError('invalid path ""');
  if (path === '-') return readInput(context);
  const found = resolve(context.workingFolder, path);
  await checkPath(found, path);
  return collectFiles(found, { ignore: ignorePatterns(flags), resolveLinks: flags.resolveSymlinks ?? false });
}

/** Packs entries into a tar.gz; the same entries give the same bytes. */
export async function packContent(entries: readonly ArchiveEntry[], signal: AbortSignal): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-artifact-'));
  try {
    const file = join(folder, 'artifact.tgz');
    await writeArchive(file, entries, signal);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function checkPath(found: string, path: string): Promise<void> {
  try {
    await stat(found);
  } catch (cause) {
    throw new CliError(`invalid path '${path}', must point to an existing directory or file`, { cause });
  }
}

async function readInput({ input }: CliContext): Promise<ArchiveEntry[]> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of input ?? []) {
    size += part.length;
    if (size > maximumInputBytes) throw new CliError('standard input is larger than 64 MiB');
    parts.push(part);
  }
  const text = Buffer.concat(parts)
    .toString('utf8')
    .replace(/[\r\n]+$/, '');
  return [
    { kind: 'folder', path: '.' },
    { kind: 'file', path: 'manifests.yaml', isExecutable: false, content: Buffer.from(text) },
  ];
}
