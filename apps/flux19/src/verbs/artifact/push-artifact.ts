import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { buildArtifact, canonicalRepository, digestOf, pushImage } from '@flux19/oci';
import { printYaml } from '@flux19/yaml';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { parseArtifactUrl } from './artifact-url.ts';
import type { ContentFlags } from './content-flags.ts';
import { withRegistry } from './open-registry.ts';
import { packContent, readContent } from './pack-content.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface PushFlags extends ContentFlags, RegistryFlags {
  readonly source?: string;
  readonly revision?: string;
  readonly annotations?: readonly string[];
  readonly output?: string;
  readonly reproducible?: boolean;
}

const unpack = promisify(gunzip);

/** `flux19 push artifact oci://… --path … --source … --revision …` */
export async function pushArtifact(
  context: CliContext,
  text: string | undefined,
  flags: PushFlags,
  options: GlobalOptions,
): Promise<void> {
  const { source = '', revision = '', path = '', output = '' } = flags;
  if (text === undefined) throw new CliError('artifact URL is required');
  if (source === '') throw new CliError('--source is required');
  if (revision === '') throw new CliError('--revision is required');
  if (path === '') throw new CliError('invalid path ""');
  const { text: url, reference } = parseArtifactUrl(text, 'artifact URL is required');
  const signal = deadline(context, options);
  const content = await packContent(await readContent(context, flags), signal);
  const annotations = parseAnnotations(flags.annotations ?? []);
  const nowMs = flags.reproducible === true ? 0 : context.clock.now();
  const created = new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z');
  const diffId = digestOf(await unpack(content));
  const image = buildArtifact({ content, diffId, created, source, revision, annotations });
  const { digest } = image.descriptor;
  const repository = canonicalRepository(reference);
  await withRegistry(context, flags, async (client) => {
    if (output === '') context.progress.action(`pushing artifact to ${url}`);
    await pushImage(client, reference, image, signal).catch((thrown: unknown) => {
      signal.throwIfAborted();
      throw pushFailure(thrown);
    });
  });
  const info = { url: `oci://${repository}@${digest}`, repository, tag: reference.tag ?? 'latest', digest };
  if (output === 'json') context.terminal.out(`${JSON.stringify(info, undefined, 2)}\n`);
  else if (output === 'yaml') context.terminal.out(printYaml(info));
  else context.progress.success(`artifact successfully pushed to ${repository}@${digest}`);
}

function parseAnnotations(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', value, ...more] = pair.split('=');
      if (value !== undefined && more.length === 0) return [key, value];
      throw new CliError(`invalid annotation ${pair}, must be in the format key=value`);
    }),
  );
}

function pushFailure(cause: unknown): CliError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new CliError(`pushing artifact failed: pushing artifact failed: ${why}`, { cause });
}
