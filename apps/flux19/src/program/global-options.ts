import type { Command } from 'commander';
import { collectList, parseDuration } from './option-parsers.ts';

/** How to reach a cluster: the connection flags of kubectl. */
export interface ConnectionOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server?: string;
  readonly token?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly tlsServerName?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  /** `key=value`, one or more. */
  readonly asUserExtra?: readonly string[];
  /** Requests in a second, and at once. */
  readonly kubeApiQps?: number;
  readonly kubeApiBurst?: number;
}

/** Flags that every command takes. */
export interface GlobalOptions extends ConnectionOptions {
  readonly namespace: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly verbose?: boolean;
  readonly nsFollowsKubeContext?: boolean;
}

/** Adds the flags that every command takes. `namespace` is the default of `--namespace`. */
export function addGlobalOptions(program: Command, namespace: string): void {
  program
    .option('-n, --namespace <namespace>', 'the namespace scope for this operation', namespace)
    .option('--timeout <duration>', 'timeout for this operation (default 5m0s)', parseDuration('timeout'), 300_000)
    .option('--verbose', 'print generated objects')
    .option('--ns-follows-kube-context', 'use the namespace of the kubeconfig context instead of flux-system')
    .option('--kubeconfig <file>', 'path to the kubeconfig file')
    .option('--context <name>', 'the name of the kubeconfig context to use')
    .option('--server <url>', 'the address and port of the Kubernetes API server')
    .option('--token <token>', 'bearer token for authentication to the API server')
    .option('--cluster <name>', 'the name of the kubeconfig cluster to use')
    .option('--user <name>', 'the name of the kubeconfig user to use')
    .option('--certificate-authority <file>', 'path to a cert file for the certificate authority')
    .option('--client-certificate <file>', 'path to a client certificate file for TLS')
    .option('--client-key <file>', 'path to a client key file for TLS')
    .option('--tls-server-name <name>', "the name to expect in the server's certificate")
    .option('--insecure-skip-tls-verify', "do not check the server's certificate")
    .option('--as <user>', 'username to impersonate for the operation')
    .option('--as-group <group>', 'group to impersonate for the operation, may be repeated', collectList)
    .option('--as-uid <uid>', 'UID to impersonate for the operation')
    .option('--as-user-extra <key=value>', 'user extra to impersonate for the operation, may be repeated', collectList)
    .option('--kube-api-qps <number>', 'requests to the API server in a second; no limit when not given', Number)
    .option('--kube-api-burst <number>', 'requests to the API server at once, with --kube-api-qps', Number)
    .option('--cache-dir <folder>', 'taken for the sake of flux; nothing is kept')
    .option('--disable-compression', 'taken for the sake of flux; small answers are not compressed anyway');
}
