import { compileGlob, type NameMatcher } from './glob.ts';

/** What a pattern says about a path. */
type IgnoreVerdict = 'excluded' | 'included' | 'silent';

/** One line of a `.sourceignore` file. */
export interface IgnorePattern {
  /** @param path names from the root on */
  judge(path: readonly string[], isFolder: boolean): IgnoreVerdict;
}

/** One name of a pattern with slashes. */
type Part =
  | { readonly kind: 'empty' }
  | { readonly kind: 'anyFolders' }
  | { readonly kind: 'name'; readonly matches: NameMatcher };

/**
 * Reads a pattern with the rules of the library that Flux uses, go-git's `gitignore`, which differs from git itself:
 * a file below an excluded folder can be included again, and a pattern with `**` inside a name matches nothing.
 *
 * @param folder names of the folder in which the pattern stands; it concerns only what is below
 */
export function parseIgnorePattern(text: string, folder: readonly string[]): IgnorePattern {
  const isInclusion = text.startsWith('!');
  let pattern = isInclusion ? text.slice(1) : text;
  if (!pattern.endsWith('\\ ')) pattern = pattern.replace(/ +$/, '');
  const isFolderOnly = pattern.endsWith('/');
  if (isFolderOnly) pattern = pattern.slice(0, -1);
  const matches = pattern.includes('/') ? pathMatcher(pattern, isFolderOnly) : nameMatcher(pattern, isFolderOnly);
  return {
    judge(path, isFolder) {
      if (path.length <= folder.length || folder.some((name, index) => path[index] !== name)) return 'silent';
      if (!matches(path.slice(folder.length), isFolder)) return 'silent';
      return isInclusion ? 'included' : 'excluded';
    },
  };
}

type PathMatcher = (path: readonly string[], isFolder: boolean) => boolean;

/** Without a slash a pattern concerns every name on the way: `docs` matches `a/docs/b`. */
function nameMatcher(pattern: string, isFolderOnly: boolean): PathMatcher {
  const matches = compileGlob(pattern);
  return (path, isFolder) => {
    const at = path.findIndex((name) => matches(name));
    if (at < 0) return false;
    return !(isFolderOnly && !isFolder && at === path.length - 1);
  };
}

/** With a slash it is matched from its folder on, `**` standing for any number of folders. What is below a match matches, too. */
function pathMatcher(pattern: string, isFolderOnly: boolean): PathMatcher {
  const names = pattern.split('/');
  const isHopeless = names.some((name) => name !== '**' && name.includes('**'));
  const parts = names.map(parsePart);
  return (path, isFolder) => {
    if (isHopeless) return false;
    const left = consume(parts, path);
    if (left === undefined) return false;
    return !(isFolderOnly && !isFolder && left === 0);
  };
}

function parsePart(name: string): Part {
  if (name === '') return { kind: 'empty' };
  return name === '**' ? { kind: 'anyFolders' } : { kind: 'name', matches: compileGlob(name) };
}

/** How many names of the path are left when the pattern has matched, undefined when it does not. */
function consume(parts: readonly Part[], path: readonly string[]): number | undefined {
  let at = 0;
  let hasMatched = false;
  let mayTraverse = false;
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'anyFolders' && index === parts.length - 1) break;
    if (part.kind === 'name') {
      const found = path.findIndex((name, position) => position >= at && part.matches(name));
      if (found < 0 || (!mayTraverse && found !== at)) return undefined;
      hasMatched = true;
      at = found + 1;
    }
    mayTraverse = part.kind === 'anyFolders';
  }
  return hasMatched ? path.length - at : undefined;
}
