import { lstat, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ArchiveEntry, defaultArchiveLimits, readArchive } from '@flux19/artifacts';
import { annotationNames, canonicalRepository } from '@flux19/oci';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { parseArtifactUrl } from './artifact-url.ts';
import { withRegistry } from './open-registry.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface PullFlags extends RegistryFlags {
  readonly output?: string;
}

/** `flux19 pull artifact oci://… --output DIR` */
export async function pullArtifact(
  context: CliContext,
  text: string | undefined,
  flags: PullFlags,
  options: GlobalOptions,
): Promise<void> {
  const { output = '' } = flags;
  if (text === undefined) throw new CliError('artifact URL is required');
  if (output === '') throw new CliError('output path cannot be empty');
  const folder = resolve(context.workingFolder, output);
  if (!(await isFolder(folder))) {
    const why = `stat ${output}: no such file or directory`;
    throw new CliError(`invalid output path ${JSON.stringify(output)}: ${why}`, {
      hints: ['name a folder that exists'],
    });
  }
  const { text: url, reference } = parseArtifactUrl(text, 'artifact URL is required');
  const signal = deadline(context, options);
  await withRegistry(context, flags, async (client) => {
    context.progress.action(`pulling artifact from ${url}`);
    const { manifest, descriptor } = await client.getImage(reference, signal);
    const [layer] = manifest.layers;
    if (layer === undefined) throw new CliError('no layers found in artifact');
    const content = await client.readBlob(reference, layer, signal, defaultArchiveLimits.compressedBytes);
    const entries = await readArchive(content, defaultArchiveLimits, { skipLinks: true });
    for (const entry of entries) await writeEntry(folder, entry);
    const { [annotationNames.source]: source = '', [annotationNames.revision]: revision = '' } =
      manifest.annotations ?? {};
    if (source !== '') context.progress.success(`source ${source}`);
    if (revision !== '') context.progress.success(`revision ${revision}`);
    context.progress.success(`digest ${canonicalRepository(reference)}@${descriptor.digest}`);
    context.progress.success(`artifact content extracted to ${output}`);
  });
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

/** Paths of an archive do not lead out of it; links that are in the folder already must not do that either. */
async function writeEntry(folder: string, entry: ArchiveEntry): Promise<void> {
  if (entry.path === '.') return;
  const names = entry.path.split('/');
  await makeFolders(folder, entry.kind === 'folder' ? names : names.slice(0, -1));
  if (entry.kind === 'folder') return;
  const file = join(folder, entry.path);
  await rm(file, { recursive: true, force: true });
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, entry.content, { mode: entry.isExecutable ? 0o755 : 0o644, flag: 'wx' });
}

async function makeFolders(folder: string, names: readonly string[]): Promise<void> {
  for (let length = 1; length <= names.length; length += 1) {
    const path = join(folder, ...names.slice(0, length));
    await mkdir(path).catch(() => undefined);
    if ((await lstat(path)).isDirectory()) continue;
    throw new CliError(`${names.slice(0, length).join('/')} in the output path is no folder`);
  }
}
