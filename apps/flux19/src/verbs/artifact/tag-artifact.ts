import { canonicalRepository, isTag, type OciClient, type OciReference } from '@flux19/oci';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { parseArtifactUrl } from './artifact-url.ts';
import { withRegistry } from './open-registry.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface TagFlags extends RegistryFlags {
  readonly tag?: readonly string[];
}

/** `flux19 tag artifact oci://… --tag latest` */
export async function tagArtifact(
  context: CliContext,
  text: string | undefined,
  flags: TagFlags,
  options: GlobalOptions,
): Promise<void> {
  const { tag: tags = [] } = flags;
  if (text === undefined) throw new CliError('artifact name is required');
  if (tags.length === 0) throw new CliError('--tag is required');
  const { reference } = parseArtifactUrl(text, 'artifact name is required');
  const signal = deadline(context, options);
  await withRegistry(context, flags, async (client) => {
    context.progress.action('tagging artifact');
    for (const tag of tags) {
      await setTag(client, reference, tag, signal);
      context.progress.success(`artifact tagged as ${canonicalRepository(reference)}:${tag}`);
    }
  });
}

async function setTag(client: OciClient, reference: OciReference, tag: string, signal: AbortSignal): Promise<void> {
  try {
    if (!isTag(tag)) throw new Error(`'${tag}' is no valid tag`);
    const { bytes, descriptor } = await client.getManifest(reference, signal);
    const { registry, repository } = reference;
    await client.putManifest({ registry, repository, tag }, { mediaType: descriptor.mediaType, bytes }, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw tagFailure(thrown);
  }
}

function tagFailure(cause: unknown): CliError {
  return new CliError(`tagging artifact failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
