import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildResult } from '@flux19/kustomize';
import { CliError } from '../../program/cli-error.ts';

/** Writes resources to a file, or into a folder that is there: a file for each. Throws CliError that names the path as it was asked for. */
export function writeResources(result: BuildResult, path: string, asked: string): void {
  try {
    if (!existsSync(path) || !statSync(path).isDirectory()) writeFileSync(path, result.toYaml());
    else for (const [name, text] of result.toFiles()) writeFileSync(join(path, name), text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`cannot write to '${asked}': ${why}`, { cause });
  }
}
