import { posix } from 'node:path';
import { formatGoDuration } from '@flux19/expressions';
import type { KubeObject } from '@flux19/objects';
import { helmRelease, kustomization } from '../../kinds/delivery-kinds.ts';
import { CliError } from '../../program/cli-error.ts';
import { type CreateOptions, parseLabels } from './create-options.ts';
import type { KustomizationSource } from './kustomization-source.ts';

/** Flags of `create kustomization`. Durations in milliseconds. */
export interface KustomizationOptions extends CreateOptions {
  readonly source?: KustomizationSource;
  readonly path: string;
  readonly prune?: boolean;
  readonly wait?: boolean;
  readonly healthCheck?: readonly string[];
  readonly healthCheckTimeout: number;
  readonly dependsOn?: readonly string[];
  readonly serviceAccount?: string;
  readonly decryptionProvider?: string;
  readonly decryptionSecret?: string;
  readonly targetNamespace?: string;
  readonly kubeconfigSecretRef?: string;
  readonly retryInterval?: number;
}

/** Keeps a path below the root of the repository: `../../x` becomes `./x`. */
export function safeRelativePath(text: string): string {
  return `./${posix.normalize(`/${text}`).replace(/^\/+|\/+$/g, '')}`;
}

/** The Kustomization that the flags describe. Throws CliError when they do not fit together. */
export function buildKustomization(name: string, options: KustomizationOptions): KubeObject {
  const { source } = options;
  if (source === undefined) throw new CliError('source is required');
  const labels = parseLabels(options);
  const checks = options.wait === true ? [] : (options.healthCheck ?? []).map(parseHealthCheck);
  return {
    apiVersion: kustomization.apiVersion,
    kind: kustomization.kind,
    metadata: { name, namespace: options.namespace, ...(Object.keys(labels).length > 0 ? { labels } : {}) },
    spec: {
      interval: formatGoDuration(options.interval),
      path: options.path,
      prune: options.prune === true,
      sourceRef: source,
      ...(isGiven(options.targetNamespace) ? { targetNamespace: options.targetNamespace } : {}),
      ...(options.dependsOn === undefined ? {} : { dependsOn: options.dependsOn.map(parseDependency) }),
      ...(isGiven(options.kubeconfigSecretRef)
        ? { kubeConfig: { secretRef: { name: options.kubeconfigSecretRef } } }
        : {}),
      ...(checks.length > 0 ? { healthChecks: checks } : {}),
      ...(options.wait === true ? { wait: true } : {}),
      ...(checks.length > 0 || options.wait === true ? { timeout: formatGoDuration(options.healthCheckTimeout) } : {}),
      ...(isGiven(options.serviceAccount) ? { serviceAccountName: options.serviceAccount } : {}),
      ...decryption(options),
      ...((options.retryInterval ?? 0) > 0 ? { retryInterval: formatGoDuration(options.retryInterval ?? 0) } : {}),
    },
  };
}

function isGiven(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}

function decryption({ decryptionProvider: provider, decryptionSecret }: KustomizationOptions): object {
  if (provider === undefined) return {};
  return { decryption: { provider, ...(isGiven(decryptionSecret) ? { secretRef: { name: decryptionSecret } } : {}) } };
}

function parseDependency(text: string): { readonly name: string; readonly namespace?: string } {
  const [namespace = '', name] = text.split('/');
  return name === undefined ? { name: namespace } : { name, namespace };
}

const checkedKinds = new Set(['Deployment', 'DaemonSet', 'StatefulSet', helmRelease.kind]);

function parseHealthCheck(text: string): Readonly<Record<string, string>> {
  const [kind = '', target = '', ...more] = text.split('/');
  if (more.length > 0 || target === '') {
    const parts = text.split('/').join(' ');
    throw new CliError(`invalid health check '${text}' must be in the format 'kind/name.namespace' [${parts}]`);
  }
  if (!checkedKinds.has(kind)) {
    throw new CliError(`invalid health check kind '${kind}' can be HelmRelease, Deployment, DaemonSet or StatefulSet`);
  }
  const [name = '', namespace, ...rest] = target.split('.');
  if (namespace === undefined || rest.length > 0) {
    throw new CliError(`invalid health check '${text}' must be in the format 'kind/name.namespace'`);
  }
  const check = { kind, name, namespace };
  return kind === helmRelease.kind ? { apiVersion: helmRelease.apiVersion, ...check } : check;
}
