import { rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliContext } from '../../program/cli-context.ts';
import { CliError } from '../../program/cli-error.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';
import type { ContentFlags } from './content-flags.ts';
import { packContent, readContent } from './pack-content.ts';

export interface BuildFlags extends ContentFlags {
  readonly output: string;
}

/** `flux19 build artifact --path … --output artifact.tgz` */
export async function buildArtifactFile(context: CliContext, flags: BuildFlags, options: GlobalOptions): Promise<void> {
  const entries = await readContent(context, flags);
  context.progress.action(`building artifact from ${flags.path}`);
  const content = await packContent(entries, deadline(context, options));
  const file = resolve(context.workingFolder, flags.output);
  try {
    await writeFile(`${file}.part`, content, { mode: 0o640 });
    await rename(`${file}.part`, file);
  } catch (cause) {
    throw new CliError(`building artifact failed, error: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  context.progress.success(`artifact created at ${flags.output}`);
}
