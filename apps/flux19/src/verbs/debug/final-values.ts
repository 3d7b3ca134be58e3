import type { KubeClient } from '@flux19/kube';
import { isJsonObject, type JsonObject, type KubeObject } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { specOf } from '../../kinds/flux-kind.ts';
import { CliError } from '../../program/cli-error.ts';
import { merge } from '../create/delivery/release-values.ts';
import { withPathSet } from './set-path.ts';

interface ValuesReference {
  readonly kind: string;
  readonly name: string;
  readonly valuesKey?: string;
  readonly targetPath?: string;
  readonly optional?: boolean;
}

/** The values of a release: those of ConfigMaps and Secrets in their order, then its own, which win. Throws CliError. */
export async function finalValues(release: KubeObject, client: KubeClient, signal: AbortSignal): Promise<JsonObject> {
  const { valuesFrom = [], values = {} } = specOf(release) as {
    readonly valuesFrom?: readonly ValuesReference[];
    readonly values?: JsonObject;
  };
  let merged: JsonObject = {};
  for (const reference of valuesFrom) {
    const text = await readValue(reference, release.metadata.namespace ?? '', client, signal);
    if (text !== undefined) merged = withReference(merged, reference, text);
  }
  return merge(merged, values);
}

function withReference(merged: JsonObject, reference: ValuesReference, text: string): JsonObject {
  const { kind, name, targetPath = '' } = reference;
  if (targetPath !== '') return withPathSet(merged, targetPath, text);
  const values = parseYaml(text);
  if (values === null) return merged;
  if (isJsonObject(values)) return merge(merged, values);
  throw new CliError(`could not resolve ${kind} chart values reference '${name}': its values are no map`);
}

async function readValue(
  { kind, name, valuesKey = 'values.yaml', optional = false }: ValuesReference,
  namespace: string,
  client: KubeClient,
  signal: AbortSignal,
): Promise<string | undefined> {
  const found = await client.find({ apiVersion: 'v1', kind, namespace, name }, signal);
  const data = (found?.['data'] ?? {}) as Readonly<Record<string, string>>;
  const value = Object.hasOwn(data, valuesKey) ? data[valuesKey] : undefined;
  if (value !== undefined) return kind === 'Secret' ? Buffer.from(value, 'base64').toString('utf8') : value;
  if (optional) return undefined;
  const why = found === undefined ? `${kind} '${namespace}/${name}' not found` : `missing key '${valuesKey}'`;
  throw new CliError(`could not resolve ${kind} chart values reference '${namespace}/${name}': ${why}`);
}
