import { hasReason, type KubeClient, NoMatchError } from '@flux19/kube';
import { formatApiVersion, type KubeObject } from '@flux19/objects';
import { CliError } from '../../program/cli-error.ts';

/** An object to trace, and its kind as the person wrote it. */
export interface TraceTarget {
  readonly kind: string;
  readonly object: KubeObject;
}

export interface TargetOptions {
  readonly namespace: string;
  readonly kind?: string;
  readonly apiVersion?: string;
}

/** Reads the objects that the command line names. Throws CliError. */
export async function readTargets(
  words: readonly string[],
  options: TargetOptions,
  client: KubeClient,
  signal: AbortSignal,
): Promise<readonly TraceTarget[]> {
  if (options.kind !== undefined || options.apiVersion !== undefined) {
    return [await readByKind(words[0], options, client, signal)];
  }
  const targets: TraceTarget[] = [];
  for (const { resource, name } of pairs(words)) {
    const { group, version, kind, namespaced } = await client.findResource(resource, signal);
    const namespace = namespaced ? options.namespace : undefined;
    const object = await client.get({ apiVersion: formatApiVersion(group, version), kind, namespace, name }, signal);
    targets.push({ kind, object });
  }
  return targets;
}

async function readByKind(
  name: string | undefined,
  { namespace, kind = '', apiVersion = '' }: TargetOptions,
  client: KubeClient,
  signal: AbortSignal,
): Promise<TraceTarget> {
  if (name === undefined) throw new CliError('object name is required');
  if (kind === '') throw new CliError('object kind is required (--kind)');
  if (apiVersion === '') throw new CliError('object apiVersion is required (--api-version)');
  try {
    // Flux takes kinds however they are capitalised, as long as the API has their plural.
    const mapping = await findKind(kind, apiVersion, client, signal);
    const address = { apiVersion, kind: mapping.kind, name, ...(mapping.namespaced ? { namespace } : {}) };
    return { kind, object: await client.get(address, signal) };
  } catch (cause) {
    if (!(cause instanceof NoMatchError) && !hasReason(cause, 'NotFound')) throw cause;
    throw new CliError(`failed to find object: ${cause.message}`, { cause });
  }
}

async function findKind(
  kind: string,
  apiVersion: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<{ readonly kind: string; readonly namespaced: boolean }> {
  const all = await client.resources(signal);
  const found = all.find(
    (mapping) =>
      formatApiVersion(mapping.group, mapping.version) === apiVersion &&
      mapping.kind.toLowerCase() === kind.toLowerCase(),
  );
  return found ?? (await client.mapping({ apiVersion, kind }, signal));
}

interface Pair {
  readonly resource: string;
  readonly name: string;
}

/** `pod a b` and `pod/a cm/b` both name two objects. Throws CliError for a mixture or a lack of names. */
function pairs(words: readonly string[]): readonly Pair[] {
  const [resource = '', ...names] = words;
  if (words.length > 0 && words.every((word) => word.includes('/'))) return words.map(slashed);
  if (names.length === 0 || words.some((word) => word.includes('/'))) {
    throw new CliError('either `<resource>/<name>` or `<resource> <name>` is required as an argument');
  }
  return resource.split(',').flatMap((one) => names.map((name) => ({ resource: one, name })));
}

function slashed(word: string): Pair {
  const [resource = '', name = '', ...rest] = word.split('/');
  if (resource === '' || name === '' || rest.length > 0) {
    throw new CliError('either `<resource>/<name>` or `<resource> <name>` is required as an argument');
  }
  return { resource, name };
}
