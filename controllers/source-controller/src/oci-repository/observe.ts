import { type OciRepository, reasons } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { canonicalRepository, isDigest, type OciClient, type OciReference, type RepositoryName } from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import { fetchFailure, textOf } from '../source/source-error.ts';
import { withinTimeout } from '../source/within-timeout.ts';
import { chooseTag } from './choose-tag.ts';
import { type CloudIdentities, readAccess } from './read-access.ts';
import type { OpenRegistry, RegistryOpener } from './registry-access.ts';
import { repositoryOf } from './repository-of.ts';

/** The reads of a pass. */
export interface ObserveEffects {
  readonly client: KubeClient;
  readonly openRegistry: RegistryOpener;
  readonly cloud: CloudIdentities;
  readonly clock: Clock;
}

/** Where upstream stands. */
export interface ObservedUpstream {
  readonly repository: RepositoryName;
  /** `sha256:<hex>` */
  readonly digest: string;
  /** `<tag>@sha256:…`, or the digest alone when the spec has one. */
  readonly revision: string;
  /** What the revision was asked for by, as messages name it. */
  readonly name: string;
}

/** Reads secrets and opens the registry. The caller closes it. Throws `SourceError`. */
export async function openUpstream(
  { client, openRegistry, cloud }: ObserveEffects,
  object: OciRepository,
  signal: AbortSignal,
): Promise<OpenRegistry> {
  const access = await readAccess(client, object, cloud, signal);
  return openRegistry(access);
}

/** Asks the registry what the reference stands for now: once, so that everything afterwards is about the same content. Throws `SourceError`. */
export async function observeUpstream(
  clock: Clock,
  client: OciClient,
  object: OciRepository,
  signal: AbortSignal,
): Promise<ObservedUpstream> {
  const repository = repositoryOf(object);
  const reference = await chooseReference(clock, client, object, repository, signal);
  const name = canonicalRepository(repository);
  const { tag, digest } = reference;
  if (digest !== undefined) {
    if (!isDigest(digest)) throw digestFailure(new Error(`unsupported hash: "${digest}"`));
    return { repository, digest, revision: digest, name: `${name}@${digest}` };
  }
  const resolved = await withinTimeout(clock, object.spec.timeout, signal, deadline, (inner) =>
    client.resolve(reference, inner),
  ).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw digestFailure(thrown);
  });
  return { repository, digest: resolved.digest, revision: `${tag}@${resolved.digest}`, name: `${name}:${tag}` };
}

async function chooseReference(
  clock: Clock,
  client: OciClient,
  { spec }: OciRepository,
  repository: RepositoryName,
  signal: AbortSignal,
): Promise<OciReference> {
  const { digest = '', semver = '', semverFilter, tag = '' } = spec.ref ?? {};
  if (digest !== '') return { ...repository, digest };
  if (semver === '') return { ...repository, tag: tag === '' ? 'latest' : tag };
  try {
    const tags = await withinTimeout(clock, spec.timeout, signal, deadline, (inner) =>
      client.listTags(repository, inner),
    );
    const choice = { semver, filter: semverFilter, mediaType: spec.layerSelector?.mediaType };
    return { ...repository, tag: chooseTag(tags, choice) };
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `failed to determine the artifact tag for '${spec.url}': ${textOf(thrown)}`;
    throw fetchFailure(reasons.readOperationFailed, message, { cause: thrown });
  }
}

/** What an operation fails with that takes longer than `spec.timeout`. */
export function deadline(): Error {
  return new Error('context deadline exceeded');
}

function digestFailure(thrown: unknown): Error {
  const message = `failed to determine artifact digest: ${textOf(thrown)}`;
  return fetchFailure(reasons.ociPullFailed, message, { cause: thrown });
}
