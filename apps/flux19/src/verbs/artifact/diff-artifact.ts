import { type ArchiveEntry, defaultArchiveLimits, readArchive } from '@flux19/artifacts';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { parseArtifactUrl } from './artifact-url.ts';
import type { ContentFlags } from './content-flags.ts';
import { withRegistry } from './open-registry.ts';
import { readContent } from './pack-content.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface DiffFlags extends ContentFlags, RegistryFlags {}

const maximumHints = 20;

/**
 * `flux19 diff artifact oci://… --path …`: compares the files, and names those that differ. Flux compares the packed bytes, which also
 * differ when another program has packed the same files.
 */
export async function diffArtifact(
  context: CliContext,
  text: string | undefined,
  flags: DiffFlags,
  options: GlobalOptions,
): Promise<void> {
  if (text === undefined) throw new CliError('artifact URL is required');
  if ((flags.path ?? '') === '') throw new CliError('invalid path ""');
  const { reference } = parseArtifactUrl(text, 'artifact URL is required');
  const signal = deadline(context, options);
  const local = await readContent(context, flags);
  const remote = await withRegistry(context, flags, async (client) => {
    const { manifest } = await client.getImage(reference, signal);
    const [layer] = manifest.layers;
    if (layer === undefined) throw new CliError('no layers found in artifact');
    const content = await client.readBlob(reference, layer, signal, defaultArchiveLimits.compressedBytes);
    return readArchive(content, defaultArchiveLimits, { skipLinks: true });
  });
  const hints = compareFiles(filesOf(local), filesOf(remote));
  if (hints.length > 0) {
    throw new CliError('the remote artifact contents differs from the local one', {
      hints: hints.slice(0, maximumHints),
    });
  }
  context.progress.success('no changes detected');
}

type Files = ReadonlyMap<string, Uint8Array>;

function filesOf(entries: readonly ArchiveEntry[]): Files {
  return new Map(entries.flatMap((entry) => (entry.kind === 'file' ? [[entry.path, entry.content] as const] : [])));
}

function compareFiles(local: Files, remote: Files): string[] {
  const paths = [...new Set([...local.keys(), ...remote.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [mine, theirs] = [local.get(path), remote.get(path)];
    if (mine === undefined) return [`${path} is only in the artifact`];
    if (theirs === undefined) return [`${path} is only in the local files`];
    return Buffer.compare(mine, theirs) === 0 ? [] : [`${path} differs`];
  });
}
