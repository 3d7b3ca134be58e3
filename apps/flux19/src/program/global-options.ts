import type { Command } from 'commander';
import { parseDuration } from './option-parsers.ts';

/** How to reach a cluster: the connection flags of kubectl. */
export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server?: string;
  readonly token?: string;
  readonly certificateAuthority?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly as?: string;
  readonly asGroup?: readonly string[];
}

/** Flags that every command takes. */
export interface GlobalOptions extends ConnectionOptions {
  readonly namespace: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly verbose?: boolean;
}

/** The namespace of Flux's own objects, when neither flag nor environment names another. */
const defaultNamespace = 'flux-system';

export function addGlobalOptions(program: Command, environment: Readonly<Record<string, string | undefined>>): void {
  program
    .option('-n, --namespace <namespace>', 'the namespace scope for this operation', environment['FLUX_SYSTEM_NAMESPACE'] ?? defaultNamespace)
    .option('--timeout <duration>', 'timeout for this operation (default 5m0s)', parseDuration('timeout'), 300_000)
    .option('--verbose', 'print generated objects')
    .option('--kubeconfig <file>', 'path to the kubeconfig file')
    .option('--context <name>', 'the name of the kubeconfig context to use')
    .option('--server <url>', 'the address and port of the Kubernetes API server')
    .option('--token <token>', 'bearer token for authentication to the API server')
    .option('--certificate-authority <file>', 'path to a cert file for the certificate authority')
    .option('--insecure-skip-tls-verify', "do not check the server's certificate")
    .option('--as <user>', 'username to impersonate for the operation')
    .option('--as-group <group...>', 'group to impersonate for the operation, may be repeated');
}
