import type { Handler } from '@flux19/ports';

/** A way to an API server, credentials included. */
export interface KubeConnection {
  /** Base URL without a slash at its end. */
  readonly server: string;
  /** Sends requests with the connection's credentials. */
  readonly fetch: Handler;
  /** Namespace of the context; `default` when it names none. */
  readonly namespace: string;
  /** Name of the context; empty in a cluster. */
  readonly context: string;
  /** Closes its sockets; requests under way fail. */
  close(): Promise<void>;
}

/** What cannot be used in a kubeconfig, and where it stands. */
export class KubeconfigError extends Error {
  override readonly name: string = 'KubeconfigError';
}

/** The kubeconfig wants to start a program, which was not allowed. `message` says how to allow it. */
export class ExecNotAllowedError extends KubeconfigError {
  override readonly name = 'ExecNotAllowedError';
}

export interface KubeconfigOptions {
  /** Path, or several joined as in `KUBECONFIG`; `~/.kube/config` when absent. */
  readonly file?: string | undefined;
  /** The kubeconfig's `current-context` when absent. */
  readonly context?: string | undefined;
  /** Lets the kubeconfig start a credential program (`user.exec`). Default false. */
  readonly allowExec?: boolean;
  /** Lets the kubeconfig switch certificate checks off (`insecure-skip-tls-verify`). Default true. */
  readonly allowInsecureTls?: boolean;
  /** Lets the kubeconfig name files (certificates, keys, tokens). Default true; false for kubeconfigs out of a Secret. */
  readonly allowFiles?: boolean;
  readonly home?: string | undefined;
}

/** Reads a kubeconfig file. Throws {@link KubeconfigError}. */
export function loadKubeconfig(_options: KubeconfigOptions): Promise<KubeConnection> {
  throw new Error('not written yet');
}

/** Reads a kubeconfig that is given as text (out of a Secret). Relative paths in it are relative to `folder`. */
export function parseKubeconfig(_text: string, _options: KubeconfigOptions & { folder?: string }): KubeConnection {
  throw new Error('not written yet');
}

/** The connection of a Pod: token and CA of its service account. Undefined when there is no such environment. */
export function loadInClusterConfig(
  _environment: Readonly<Record<string, string | undefined>>,
): Promise<KubeConnection | undefined> {
  throw new Error('not written yet');
}
