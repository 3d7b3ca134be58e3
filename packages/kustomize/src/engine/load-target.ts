import type { Folder } from '../files/folder.ts';
import {
  checkKustomization,
  type ParsedKustomization,
  parseKustomization,
} from '../kustomization/parse-kustomization.ts';
import type { Value } from '../values/value.ts';
import type { BuildSession } from './build-session.ts';
import { KustomizeError } from './kustomize-error.ts';
import type { Target } from './target.ts';

/** The names a kustomization may have. */
export const kustomizationFileNames: readonly string[] = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** What a target takes over from the one that named it. */
export type Reached = Pick<Target, 'origin' | 'accumulate'>;

/** Reads the kustomization of a folder. Throws KustomizeError. */
export function loadTarget(session: BuildSession, folder: Folder, reached: Reached): Target {
  const { files } = folder.options;
  const found = kustomizationFileNames.filter((name) => folder.find(name) !== undefined);
  const [fileName] = found;
  if (fileName === undefined) {
    throw new KustomizeError(
      `unable to find one of 'kustomization.yaml', 'kustomization.yml' or 'Kustomization' in directory '${folder.root}'`,
      { reason: 'KustomizationNotFound', file: folder.root },
    );
  }
  if (found.length > 1) {
    throw new KustomizeError(`Found multiple kustomization files under: ${folder.root}\n`, {
      reason: 'KustomizationAmbiguous',
      file: folder.root,
    });
  }
  const path = folder.locate(fileName);
  return make(session, folder, fileName, session.cache.kustomization(files, path, folder.root), reached);
}

/** A target whose kustomization is given instead of read. */
export function givenTarget(
  session: BuildSession,
  folder: Folder,
  kustomization: string | Readonly<Record<string, unknown>>,
  reached: Reached,
): Target {
  const fileName = 'kustomization.yaml';
  const parsed =
    typeof kustomization === 'string'
      ? parseKustomization(kustomization, fileName, folder.root)
      : checkKustomization(kustomization as Value, fileName, folder.root);
  return make(session, folder, fileName, parsed, reached);
}

function make(
  session: BuildSession,
  folder: Folder,
  fileName: string,
  { kustomization, warnings }: ParsedKustomization,
  reached: Reached,
): Target {
  for (const warning of warnings) session.warnings.push(warning);
  return { session, folder, kustomization, fileName, ...reached };
}
