import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import type { ConnectionOverrides } from './connection-overrides.ts';
import type { KubeConnection } from './kube-connection.ts';
import { KubeconfigError } from './kubeconfig-error.ts';
import { type Kubeconfig, mergeKubeconfigs, readKubeconfig } from './kubeconfig-file.ts';
import { openConnection } from './open-connection.ts';
import { resolveContext } from './resolve-context.ts';

export interface KubeconfigOptions {
  /** The kubeconfig's `current-context` when absent. */
  readonly context?: string | undefined;
  /** What counts instead of that which the context says. */
  readonly overrides?: ConnectionOverrides | undefined;
  /** Lets the kubeconfig start a credential program (`user.exec`). Default false. */
  readonly allowExec?: boolean | undefined;
  /** Lets the kubeconfig switch certificate checks off (`insecure-skip-tls-verify`). Default true. */
  readonly allowInsecureTls?: boolean | undefined;
  /** Lets the kubeconfig name files (certificates, keys, tokens). Default true; false for kubeconfigs out of a Secret. */
  readonly allowFiles?: boolean | undefined;
  /** Environment of credential programs: without PATH they have to be named by their whole path. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface KubeconfigFileOptions extends KubeconfigOptions {
  /** Path, or several joined as in `KUBECONFIG`; `~/.kube/config` when absent. Of several, those that do not exist are left out. */
  readonly file?: string | undefined;
}

/** Reads a kubeconfig file and opens a connection by it. Throws {@link KubeconfigError}. */
export function loadKubeconfig(options: KubeconfigFileOptions): KubeConnection {
  const paths = (options.file ?? join(homedir(), '.kube', 'config')).split(delimiter).filter((path) => path !== '');
  const configs = paths.map((path) => readFile(path, paths.length > 1)).filter((config) => config !== undefined);
  if (configs.length === 0) throw new KubeconfigError(`no kubeconfig at ${paths.join(delimiter)}`);
  return connect(mergeKubeconfigs(configs), options);
}

/** Opens a connection by a kubeconfig that is given as text (out of a Secret). Relative paths in it begin at `folder`. */
export function parseKubeconfig(
  text: string,
  options: KubeconfigOptions & { readonly folder?: string; readonly source?: string },
): KubeConnection {
  const { source = 'the kubeconfig', folder = '/' } = options;
  return connect(readKubeconfig(text, source, folder), options);
}

function readFile(path: string, mayBeAbsent: boolean): Kubeconfig | undefined {
  const file = resolve(path);
  return readText(file, mayBeAbsent, (text) => readKubeconfig(text, file, dirname(file)));
}

function readText<T>(file: string, mayBeAbsent: boolean, use: (text: string) => T): T | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    if (mayBeAbsent) return undefined;
    throw new KubeconfigError(`cannot read ${file}`, { cause: thrown });
  }
  return use(text);
}

function connect(config: Kubeconfig, options: KubeconfigOptions): KubeConnection {
  const { context, allowExec = false, allowInsecureTls = true, allowFiles = true, environment = {} } = options;
  return openConnection(
    resolveContext(config, {
      context,
      overrides: options.overrides,
      allowExec,
      allowInsecureTls,
      allowFiles,
      environment,
      nowMs: () => Date.now(),
      readFile: (path) => readText(path, false, (text) => text) ?? '',
    }),
  );
}
