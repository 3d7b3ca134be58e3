import { readFileSync } from 'node:fs';
import { groups, type Kustomization } from '@flux19/api';
import { hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { parseDocuments } from '@flux19/yaml';
import { kustomization as kustomizationKind } from '../../kinds/delivery-kinds.ts';
import { CliError } from '../../program/cli-error.ts';

/** Which Kustomization to build, and where it may come from. */
export interface KustomizationTarget {
  readonly name: string;
  readonly namespace: string;
  /** Path of a file of this machine that wins over the cluster's. */
  readonly file?: string | undefined;
  /** What counts when the cluster has none. */
  readonly given?: Kustomization | undefined;
}

export interface Lookup {
  /** Absent when no cluster is to be asked. */
  readonly client: KubeClient | undefined;
  /** The cluster need not have the Kustomization yet. */
  readonly isMissingAllowed: boolean;
}

/** The Kustomization to build: out of the file, the cluster, or as it was given. Throws CliError. */
export async function findKustomization(
  target: KustomizationTarget,
  lookup: Lookup,
  signal: AbortSignal,
): Promise<Kustomization> {
  try {
    const live = await findLive(target, lookup, signal);
    if (target.file === undefined) {
      if (live === undefined) throw new Error(`kustomization ${target.name} is nowhere`);
      return live;
    }
    const local = readKustomizationFile(target, target.file);
    // What was applied before is known only to the cluster.
    return live?.status?.inventory === undefined ? local : { ...local, status: live.status };
  } catch (cause) {
    signal.throwIfAborted();
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new CliError(`failed to get kustomization object: ${why}`, { cause });
  }
}

async function findLive(
  { name, namespace, given }: KustomizationTarget,
  { client, isMissingAllowed }: Lookup,
  signal: AbortSignal,
): Promise<Kustomization | undefined> {
  if (client === undefined) return given;
  const { apiVersion, kind } = kustomizationKind;
  try {
    return (await client.get({ apiVersion, kind, namespace, name }, signal)) as Kustomization;
  } catch (thrown) {
    if (hasReason(thrown, 'NotFound') && (given !== undefined || isMissingAllowed)) return given;
    throw thrown;
  }
}

function readKustomizationFile({ name, namespace }: KustomizationTarget, file: string): Kustomization {
  const documents = parseDocuments(readFileSync(file, 'utf8'), { file });
  const found = documents
    .map(({ value }) => value as unknown as KubeObject)
    .find((object) => {
      const own = object?.metadata?.namespace ?? '';
      return isKustomization(object) && object.metadata.name === name && (own === namespace || own === '');
    });
  if (found !== undefined) return found as Kustomization;
  throw new Error(`failed find kustomization with name '${name}' and namespace '${namespace}' in file '${file}'`);
}

/** True for a Kustomization of Flux, of whatever version. */
export function isKustomization(object: KubeObject): boolean {
  return object?.kind === 'Kustomization' && (object.apiVersion ?? '').startsWith(`${groups.kustomize}/`);
}
