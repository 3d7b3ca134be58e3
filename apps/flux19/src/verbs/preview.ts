import type { Command } from 'commander';
import { type PreviewFlags, runPreviewCommand } from '../preview/preview-command.ts';
import type { CliContext } from '../program/cli-context.ts';
import { collectList } from '../program/option-parsers.ts';

/** `flux19 preview PATH`. */
export function addPreviewVerb(program: Command, context: CliContext): void {
  program
    .command('preview')
    .description('Render and check a GitOps repository without a cluster; compare it with another revision')
    .argument('[path]', 'a repository, or the folder of one cluster in it', '.')
    .option(
      '--against <revision>',
      'also tell what would change from this revision: a branch, a tag, HEAD~1; exit code 1 when something does',
    )
    .option('-o, --output <format>', 'text, markdown (for a comment on a pull request) or json', 'text')
    .option('--no-strict-substitute', 'let variables without a value become empty instead of failing')
    .option('-w, --watch', 'go on, and tell what becomes different whenever files change')
    .option('--no-check', 'render only, without asking an API server about schemas and rules')
    .option(
      '--local-sources <sources>',
      'folders for sources elsewhere: Kind/namespace/name=folder, separated by commas',
      collectList,
    )
    .action((path: string, _: unknown, command: Command) =>
      runPreviewCommand(path, command.opts<PreviewFlags>(), context),
    );
}
