import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ClusterOptions, type FaultRule, FaultRuleError, ManualClock, parseFaultRules } from '@flux19/cluster';
import { parseManifests, parseYaml, YamlError } from '@flux19/yaml';
import type { CliContext } from '../program/cli-context.ts';
import { CliError } from '../program/cli-error.ts';
import { readSnapshotFile } from './snapshot-file.ts';

/** Flags that say what a cluster starts with. */
export interface ClusterInputFlags {
  /** Files with rules for faults. */
  readonly faults?: string;
  readonly snapshot?: string;
  /** A file with manifests. */
  readonly manifests?: string;
  readonly manualClock?: boolean;
  readonly kubernetesVersion?: string;
}

export type ClusterInputs = Pick<ClusterOptions, 'faults' | 'snapshot' | 'objects' | 'clock' | 'kubernetesVersion'>;

/** Reads what the flags name. Throws CliError for what cannot be read. */
export function readClusterInputs(flags: ClusterInputFlags, context: CliContext): ClusterInputs {
  const { faults, snapshot, manifests, manualClock, kubernetesVersion } = flags;
  return {
    ...(faults === undefined ? {} : { faults: readFaultFile(faults, context) }),
    ...(snapshot === undefined ? {} : { snapshot: readSnapshotFile(snapshot, context) }),
    ...(manifests === undefined ? {} : { objects: readManifestFile(manifests, context) }),
    ...(manualClock === true ? { clock: new ManualClock(context.clock.now()) } : {}),
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
  };
}

/** Reads rules for faults from a YAML file. Throws CliError. */
export function readFaultFile(path: string, context: Pick<CliContext, 'workingFolder'>): readonly FaultRule[] {
  const text = readText(path, 'faults', context);
  try {
    return parseFaultRules(parseYaml(text));
  } catch (cause) {
    if (!(cause instanceof FaultRuleError || cause instanceof YamlError)) throw cause;
    throw new CliError(`cannot read the faults ${path}: ${cause.message}`, { cause });
  }
}

function readManifestFile(path: string, context: CliContext): string {
  const text = readText(path, 'manifests', context);
  try {
    parseManifests(text);
    return text;
  } catch (cause) {
    if (!(cause instanceof YamlError)) throw cause;
    throw new CliError(`cannot read the manifests ${path}: ${cause.message}`, { cause });
  }
}

function readText(path: string, what: string, { workingFolder }: Pick<CliContext, 'workingFolder'>): string {
  try {
    return readFileSync(resolve(workingFolder, path), 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`cannot read the ${what} ${path}: ${why}`, { cause });
  }
}
