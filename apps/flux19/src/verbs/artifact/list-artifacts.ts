import { compileGoRegexp, type GoRegexp, parseSemver, parseSemverRange, type SemverRange } from '@flux19/expressions';
import { annotationNames, type OciClient, type OciReference } from '@flux19/oci';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import { formatTable } from '../../program/table.ts';
import { parseArtifactUrl } from './artifact-url.ts';
import { withRegistry } from './open-registry.ts';
import type { RegistryFlags } from './registry-flags.ts';

export interface ListFlags extends RegistryFlags {
  readonly filterSemver?: string;
  readonly filterRegex?: string;
}

/** Tags under which cosign keeps what it knows of another one. */
const cosignTag = /\.(?:att|sbom|sig)$/;

/** Requests at the same time. */
const parallel = 8;

/** `flux19 list artifacts oci://…` */
export async function listArtifacts(
  context: CliContext,
  text: string | undefined,
  flags: ListFlags,
  options: GlobalOptions,
): Promise<void> {
  const missing = 'artifact repository URL is required';
  const { text: url, reference } = parseArtifactUrl(text, missing);
  const signal = deadline(context, options);
  await withRegistry(context, flags, async (client) => {
    const tags = await readTags(client, reference, signal);
    const isWanted = tagFilter(flags);
    const wanted = tags.filter((tag) => !cosignTag.test(tag) && isWanted(tag)).toSorted((a, b) => (a > b ? -1 : 1));
    const rows: string[][] = [];
    for (let from = 0; from < wanted.length; from += parallel) {
      const some = wanted.slice(from, from + parallel);
      rows.push(...(await Promise.all(some.map((tag) => describeTag(client, url, reference, tag, signal)))));
    }
    context.terminal.out(formatTable(['artifact', 'digest', 'source', 'revision'], rows));
  });
}

async function readTags(client: OciClient, reference: OciReference, signal: AbortSignal): Promise<string[]> {
  try {
    return await client.listTags(reference, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw failure('listing tags failed', thrown);
  }
}

async function describeTag(
  client: OciClient,
  url: string,
  { registry, repository }: OciReference,
  tag: string,
  signal: AbortSignal,
): Promise<string[]> {
  try {
    const { manifest, descriptor } = await client.getManifest({ registry, repository, tag }, signal);
    const { [annotationNames.source]: source = '', [annotationNames.revision]: revision = '' } =
      manifest.annotations ?? {};
    return [`${url}:${tag}`, descriptor.digest, source, revision];
  } catch (thrown) {
    signal.throwIfAborted();
    throw failure('fetching manifest failed', thrown);
  }
}

function tagFilter({ filterSemver = '', filterRegex = '' }: ListFlags): (tag: string) => boolean {
  const range =
    filterSemver === ''
      ? undefined
      : parse(`semver '${filterSemver}' parse error`, () => parseSemverRange(filterSemver));
  const pattern =
    filterRegex === '' ? undefined : parse(`regex '${filterRegex}' parse error`, () => compileGoRegexp(filterRegex));
  return (tag) => isInRange(range, tag) && isMatched(pattern, tag);
}

function isMatched(pattern: GoRegexp | undefined, tag: string): boolean {
  return pattern?.test(tag) ?? true;
}

/** Flux: three numbers are required. */
function isInRange(range: SemverRange | undefined, tag: string): boolean {
  if (range === undefined) return true;
  if (tag.split('.').length < 3) return false;
  try {
    return range.matches(parseSemver(tag));
  } catch {
    return false;
  }
}

function parse<Result>(what: string, act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    throw failure(what, thrown);
  }
}

function failure(what: string, cause: unknown): CliError {
  return new CliError(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
}
