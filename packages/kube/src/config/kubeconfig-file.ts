import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { parseYaml } from '@flux19/yaml';
import { KubeconfigError } from './kubeconfig-error.ts';

/** An entry of `clusters`, `users` or `contexts`, and where relative paths in it begin. */
export interface KubeconfigEntry {
  readonly name: string;
  readonly value: JsonObject;
  readonly folder: string;
}

/** A kubeconfig, or several merged: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
export interface Kubeconfig {
  /** For messages. */
  readonly source: string;
  readonly currentContext: string;
  readonly clusters: readonly KubeconfigEntry[];
  readonly users: readonly KubeconfigEntry[];
  readonly contexts: readonly KubeconfigEntry[];
}

/** Reads the text of a kubeconfig. Throws {@link KubeconfigError} without quoting the text, which holds secrets. */
export function readKubeconfig(text: string, source: string, folder: string): Kubeconfig {
  const content = parseText(text);
  if (!isJsonObject(content)) throw new KubeconfigError(`${source} is not a kubeconfig: it is not a mapping in YAML`);
  const current = content['current-context'];
  return {
    source,
    currentContext: typeof current === 'string' ? current : '',
    clusters: readEntries(content['clusters'], 'cluster', folder),
    users: readEntries(content['users'], 'user', folder),
    contexts: readEntries(content['contexts'], 'context', folder),
  };
}

/** Several files as `KUBECONFIG` may name them: of entries with one name, and of the current contexts, the first counts. */
export function mergeKubeconfigs(configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    source: configs.map((config) => config.source).join(':'),
    currentContext: configs.map((config) => config.currentContext).find((name) => name !== '') ?? '',
    clusters: configs.flatMap((config) => config.clusters),
    users: configs.flatMap((config) => config.users),
    contexts: configs.flatMap((config) => config.contexts),
  };
}

/** Undefined for what is not YAML: the error would quote the text. */
function parseText(text: string): JsonValue | undefined {
  try {
    return parseYaml(text);
  } catch {
    return undefined;
  }
}

function readEntries(list: JsonValue | undefined, key: string, folder: string): KubeconfigEntry[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isJsonObject).map((entry) => ({
    name: typeof entry['name'] === 'string' ? entry['name'] : '',
    value: isJsonObject(entry[key]) ? entry[key] : {},
    folder,
  }));
}
