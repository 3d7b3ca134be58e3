import { type IgnorePattern, parseIgnorePattern } from './ignore-pattern.ts';

/** The name of the files that say what does not belong into an artifact. */
export const ignoreFileName = '.sourceignore';

/** Never part of an artifact, unless a pattern includes it again. */
const versionControl = ['.git/', '.gitignore', '.gitmodules', '.gitattributes'];

/** Left out as long as nobody says anything else. */
const defaults = [
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
  ...['.github/', '.circleci/', '.travis.yml', '.gitlab-ci.yml', 'appveyor.yml', '.drone.yml', 'cloudbuild.yaml'],
  ...['codeship-services.yml', 'codeship-steps.yml', '**/.goreleaser.yml', '**/.sops.yaml', '**/.flux.yaml'],
];

/** Says whether a path (`/` between names, none in front) stays out of the artifact. */
export type IgnoreFilter = (path: string, isFolder: boolean) => boolean;

/**
 * Flux's rules: the `.sourceignore` files of the repository, each for its own folder, then `spec.ignore`; the last pattern that says something decides.
 * As soon as there is any pattern, the default exclusions but those of version control no longer count.
 *
 * @param files content of every `.sourceignore` by its path
 * @param extra `spec.ignore`
 */
export function sourceIgnoreFilter(files: ReadonlyMap<string, string>, extra: string | undefined): IgnoreFilter {
  const given = [...files]
    .toSorted(byFolder)
    .flatMap(([path, text]) => readPatterns(text, path.split('/').slice(0, -1)));
  given.push(...readPatterns(extra ?? '', []));
  const base = given.length > 0 ? versionControl : [...versionControl, ...defaults];
  const patterns = [...base.map((text) => parseIgnorePattern(text, [])), ...given].toReversed();
  return (path, isFolder) => judge(patterns, path.split('/'), isFolder);
}

function judge(patterns: readonly IgnorePattern[], path: readonly string[], isFolder: boolean): boolean {
  for (const pattern of patterns) {
    const verdict = pattern.judge(path, isFolder);
    if (verdict !== 'silent') return verdict === 'excluded';
  }
  return false;
}

function readPatterns(text: string, folder: readonly string[]): IgnorePattern[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines
    .filter((line) => !line.startsWith('#') && line.trim() !== '')
    .map((line) => parseIgnorePattern(line, folder));
}

/** A folder's file comes before those of its sub-folders; these follow by name, depth first. */
function byFolder([a]: readonly [string, string], [b]: readonly [string, string]): number {
  const left = a.split('/').slice(0, -1);
  const right = b.split('/').slice(0, -1);
  for (const [index, name] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (name !== other) return name < other ? -1 : 1;
  }
  return left.length - right.length;
}
