import type { RegistryLimits, RegistryOptions } from './registry.ts';
import type { RepositoryRecords } from './repository-records.ts';
import type { UploadSessions } from './upload-sessions.ts';

/** What the answers of a registry are made from. */
export interface RegistryScene {
  readonly options: RegistryOptions;
  readonly limits: RegistryLimits;
  readonly records: RepositoryRecords;
  readonly uploads: UploadSessions;
}

/** Says whether a digest is one that this registry keeps content under. */
export function isStoredDigest(digest: string): boolean {
  return /^sha256:[0-9a-f]{64}$/.test(digest);
}
