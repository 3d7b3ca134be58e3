import { conditionTypes, type GitRepository, reasons } from '@flux19/api';
import type { Artifact, ArtifactStore } from '@flux19/artifacts';
import type { Checkout, GitListing } from '@flux19/git';
import { fetchFailure, SourceError, textOf } from '../source/source-error.ts';
import { revisionOf } from './plan.ts';
import { type IncludedFiles, sourceEntries, sparsePath } from './source-files.ts';

/** Packs the files of a commit, and of the included artifacts, into a new artifact. Throws `SourceError`. */
export async function buildArtifact(
  artifacts: ArtifactStore,
  object: GitRepository,
  checkout: Checkout,
  listing: GitListing,
  includes: readonly Artifact[],
  signal: AbortSignal,
): Promise<Artifact> {
  const { namespace = '', name } = object.metadata;
  const target = {
    kind: object.kind,
    namespace,
    name,
    fileName: `${checkout.commit.hash}.tar.gz`,
    revision: revisionOf(object, checkout.resolved),
  };
  const included = await openIncludes(artifacts, object, includes, signal);
  const { sparseCheckout: sparse, ignore } = object.spec;
  try {
    return await artifacts.archive(
      target,
      sourceEntries({ checkout, listing, included, sparse, ignore }, signal),
      signal,
    );
  } catch (thrown) {
    signal.throwIfAborted();
    throw storageFailure(
      reasons.archiveOperationFailed,
      `unable to archive artifact to storage: ${textOf(thrown)}`,
      thrown,
    );
  }
}

/** Every folder of `spec.sparseCheckout` has to exist. Throws `SourceError`. */
export function checkSparseFolders(object: GitRepository, listing: GitListing): void {
  for (const folder of object.spec.sparseCheckout ?? []) {
    const path = sparsePath(folder).replace(/\/+$/, '');
    const isThere = (found: string): boolean => path === '' || found === path || found.startsWith(`${path}/`);
    if (listing.files.some((file) => isThere(file.path)) || listing.links.some(isThere)) continue;
    const why = `sparse checkout dir '${folder}' does not exist in repository: no such file or directory`;
    throw fetchFailure(reasons.gitOperationFailed, `failed to sparse checkout directories : ${why}`, {
      stage: 'verify',
    });
  }
}

async function openIncludes(
  artifacts: ArtifactStore,
  object: GitRepository,
  includes: readonly Artifact[],
  signal: AbortSignal,
): Promise<IncludedFiles[]> {
  const opened: IncludedFiles[] = [];
  for (const [index, artifact] of includes.entries()) {
    const { repository, fromPath = '', toPath = '' } = object.spec.include?.[index] ?? { repository: { name: '' } };
    const to = insidePath(toPath === '' ? repository.name : toPath);
    const from = `/${insidePath(fromPath)}`;
    const attempt = `failed to copy '${repository.name}' include from ${fromPath} to ${to}`;
    try {
      const tree = await artifacts.open(artifact, signal);
      if (!tree.isDirectory(from)) throw new Error(`no such file or directory`);
      opened.push({ tree, from, to });
    } catch (thrown) {
      signal.throwIfAborted();
      throw storageFailure(reasons.copyFailure, `${attempt}: ${textOf(thrown)}`, thrown);
    }
  }
  return opened;
}

/** The path inside its root, as a chroot would see it: `..` does not lead above. */
function insidePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

function storageFailure(reason: string, message: string, cause: unknown): SourceError {
  return new SourceError(reason, message, {
    stage: 'archive',
    condition: conditionTypes.storageOperationFailed,
    cause,
  });
}
