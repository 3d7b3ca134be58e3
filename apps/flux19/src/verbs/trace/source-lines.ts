import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { type SourceTarget, specOf, statusOf } from '../../kinds/flux-kind.ts';
import { fluxKindNamed } from '../../kinds/flux-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import { type Line, optional, statusLines } from './trace-text.ts';

/** Reads a source. Throws CliError `failed to find GitRepository: …`. */
export async function readSource(
  { kind, namespace, name }: SourceTarget,
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const known = fluxKindNamed(kind);
  if (known === undefined) return undefined;
  try {
    return await client.get({ apiVersion: known.apiVersion, kind: known.kind, namespace, name }, signal);
  } catch (cause) {
    signal.throwIfAborted();
    if (!(cause instanceof Error)) throw cause;
    throw new CliError(`failed to find ${kind}: ${cause.message}`, { cause });
  }
}

/** What a trace says about a source; nothing for kinds that it does not know. `origin` adds where an artifact was made. */
export function sourceLines(source: KubeObject, { origin }: { readonly origin: boolean }): readonly Line[] {
  const describe = descriptions.get(source.kind);
  if (describe === undefined) return [];
  const { name, namespace = '' } = source.metadata;
  return [
    [source.kind, name],
    ['Namespace', namespace],
    ...describe(source),
    ...optional('Revision', statusOf(source).artifact?.revision),
    ...(origin ? originLines(source) : []),
    ...statusLines(source, true),
  ];
}

const descriptions: ReadonlyMap<string, (source: KubeObject) => readonly Line[]> = new Map([
  ['GitRepository', (source: KubeObject) => [...urlLines(source), ...gitReference(source)]],
  ['OCIRepository', (source: KubeObject) => [...urlLines(source), ...ociReference(source)]],
  ['HelmRepository', urlLines],
  ['ExternalArtifact', externalSource],
]);

function urlLines(source: KubeObject): readonly Line[] {
  return [['URL', String(specOf(source)['url'] ?? '')]];
}

type Reference = Readonly<Partial<Record<'tag' | 'semver' | 'branch' | 'digest', string>>>;

function referenceOf(source: KubeObject): Reference {
  return (specOf(source)['ref'] ?? {}) as Reference;
}

function gitReference(source: KubeObject): readonly Line[] {
  const { tag, semver, branch } = referenceOf(source);
  const line = [...optional('Tag', tag), ...optional('Tag', semver), ...optional('Branch', branch)][0];
  return line === undefined ? [] : [line];
}

function ociReference(source: KubeObject): readonly Line[] {
  const { tag, semver, digest } = referenceOf(source);
  const line = [...optional('Tag', tag), ...optional('Tag', semver), ...optional('Digest', digest)][0];
  return line === undefined ? [] : [line];
}

function externalSource(source: KubeObject): readonly Line[] {
  const { kind, namespace = '', name = '' } = (specOf(source)['sourceRef'] ?? {}) as Partial<SourceTarget>;
  if (kind === undefined) {
    const { metadata } = source;
    throw new CliError(`ExternalArtifact ${metadata.namespace ?? ''}/${metadata.name} is missing spec.sourceRef`);
  }
  return [['Source', `${kind}/${namespace}/${name}`]];
}

/** Where an image was built, by the annotations that OCI defines for it. */
function originLines(source: KubeObject): readonly Line[] {
  const { metadata = {} } = (statusOf(source).artifact ?? {}) as {
    readonly metadata?: Readonly<Record<string, string>>;
  };
  if (source.kind === 'GitRepository') return [];
  return [
    ...optional('Origin Revision', metadata['org.opencontainers.image.revision']),
    ...optional('Origin Source', metadata['org.opencontainers.image.source']),
  ];
}
