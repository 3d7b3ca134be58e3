import type { Command } from 'commander';
import { collectList } from '../../program/option-parsers.ts';

/** What goes into an artifact. */
export interface ContentFlags {
  readonly path?: string;
  readonly ignorePaths?: readonly string[];
  readonly addIgnorePaths?: readonly string[];
  readonly resolveSymlinks?: boolean;
}

/** What flux leaves out when nobody says otherwise: files of version control, and of kinds that are no manifests. */
const defaultIgnorePaths: readonly string[] = [
  ...['.git/', '.gitignore', '.gitmodules', '.gitattributes'],
  ...['*.jpg', '*.jpeg', '*.gif', '*.png', '*.wmv', '*.flv', '*.tar.gz', '*.zip'],
];

/** Adds the flags that say what is left out. */
export function addIgnoreFlags(command: Command): Command {
  return command
    .option(
      '--ignore-paths <patterns>',
      `set paths to ignore in .gitignore format (default ${defaultIgnorePaths})`,
      collectList,
    )
    .option(
      '--add-ignore-paths <patterns>',
      'additional paths to ignore in .gitignore format (appended to --ignore-paths)',
      collectList,
    );
}

/** The patterns of both flags, in the order in which they count. */
export function ignorePatterns({
  ignorePaths = defaultIgnorePaths,
  addIgnorePaths = [],
}: ContentFlags): readonly string[] {
  return [...ignorePaths, ...addIgnorePaths];
}
