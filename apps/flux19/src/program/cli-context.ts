import type { KubeClient } from '@flux19/kube';
import type { Clock, Handler } from '@flux19/ports';
import type { ClientExtras } from './connect.ts';
import type { ConnectionOptions } from './global-options.ts';
import type { Progress, Terminal } from './terminal.ts';

/** What a command may touch. The process passes real things, tests pass others. */
export interface CliContext {
  readonly terminal: Terminal;
  readonly progress: Progress;
  readonly clock: Clock;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The folder that relative paths begin at. */
  readonly workingFolder: string;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  /** Opens a client by the connection flags. Throws KubeconfigError. */
  connect(options: ConnectionOptions, more?: ClientExtras): KubeClient;
  /** Asks a question that is answered by yes or no; absent where nobody can answer. */
  readonly confirm?: (question: string, signal: AbortSignal) => Promise<boolean>;
  /** Standard input, for flags that take `-`; absent where there is none. */
  readonly input?: AsyncIterable<Uint8Array>;
  /** Sends requests to other servers than the cluster's; the process's own way when absent. */
  readonly fetch?: Handler;
  /** The namespace that the kubeconfig's context names; for `--ns-follows-kube-context`. Throws KubeconfigError. */
  readonly namespaceOf?: (options: ConnectionOptions) => string;
}
