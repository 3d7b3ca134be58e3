export type { ArchiveEntry, ArchiveLimits } from './archive/archive-entry.ts';
export type { Artifact, ArtifactOwner } from './artifact.ts';
export { ArtifactError, type ArtifactFailure } from './artifact-error.ts';
export type { ArtifactStore, ArtifactTarget } from './store/artifact-store.ts';
export type { ArtifactOpener, ArtifactTree } from './tree/artifact-tree.ts';
