import { type Kustomization, reasons } from '@flux19/api';
import type { CloudTokens } from '@flux19/cloud-identity';
import {
  createKubeClient,
  type KubeClient,
  type KubeConnection,
  KubeconfigError,
  openTokenConnection,
  parseKubeconfig,
  type TokenConnectionOptions,
} from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import { ReconcileError } from '@flux19/runtime';
import type { KustomizeSettings } from '../settings.ts';
import { accountOf, identityOf } from './impersonation.ts';
import { readCluster } from './read-cluster.ts';
import { type FoundKubeconfig, readKubeconfig } from './read-kubeconfig.ts';
import type { Target } from './target.ts';
import type { TargetAccess, Targets } from './targets.ts';

/** What a kubeconfig out of a Secret may do. */
export interface KubeconfigRules {
  readonly allowExec: boolean;
  readonly allowFiles: boolean;
  readonly allowInsecureTls: boolean;
}

/** Opens a connection by the text of a kubeconfig. Throws KubeconfigError. */
export type ConnectByKubeconfig = (kubeconfig: string, rules: KubeconfigRules) => KubeConnection;

/** Opens a connection to a cluster that takes tokens. */
export type ConnectByToken = (options: TokenConnectionOptions) => KubeConnection;

export interface TargetSurroundings {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly settings: KustomizeSettings;
  readonly targets: Targets;
  /** Over the network when absent. */
  readonly connect?: ConnectByKubeconfig | undefined;
  /** Over the network when absent. */
  readonly connectByToken?: ConnectByToken | undefined;
  /** Signs in to clusters without a kubeconfig; without it they cannot be reached. */
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
}

/** Flux's `--kube-api-qps` and `--kube-api-burst`. */
const rateLimit = { qps: 50, burst: 300 };

/**
 * The cluster and the identity by which a Kustomization is applied. Rejects with ReconcileError when they cannot be had: it never
 * falls back to the controller's own cluster or rights.
 */
export async function targetOf(
  kustomization: Kustomization,
  around: TargetSurroundings,
  signal: AbortSignal,
): Promise<Target> {
  const { client, settings, targets } = around;
  const { uid = '' } = kustomization.metadata;
  const account = accountOf(kustomization, settings);
  const identity = account === undefined ? undefined : identityOf(account);
  const as = (own: KubeClient): KubeClient => (identity === undefined ? own : own.as(identity));
  const { kubeConfig } = kustomization.spec;
  if (kubeConfig !== undefined && kubeConfig.secretRef === undefined) {
    const { cluster, version } = await readCluster(kustomization, around, signal);
    return targets.use(uid, `remote ${version} ${identity?.user ?? ''}`, () => {
      const access = accessBy((around.connectByToken ?? openTokenConnection)(cluster), around);
      return { ...access, client: as(access.client) };
    });
  }
  if (kubeConfig !== undefined) {
    const found = await readKubeconfig(kustomization, client, signal);
    return targets.use(uid, `remote ${found.version} ${identity?.user ?? ''}`, () => {
      const access = openRemote(found, around);
      return { ...access, client: as(access.client) };
    });
  }
  if (identity !== undefined) return targets.use(uid, `own ${identity.user}`, () => ({ client: as(client) }));
  targets.leave(uid);
  return targets.own;
}

function openRemote({ text }: FoundKubeconfig, around: TargetSurroundings): TargetAccess {
  const { settings, connect } = around;
  const rules = {
    allowExec: settings.insecureKubeconfigExec,
    allowFiles: settings.insecureKubeconfigExec,
    allowInsecureTls: settings.insecureKubeconfigTls,
  };
  try {
    return accessBy((connect ?? connectOverNetwork)(text, rules), around);
  } catch (thrown) {
    throw unusable(thrown);
  }
}

function accessBy(connection: KubeConnection, { clock }: TargetSurroundings): TargetAccess {
  const client = createKubeClient({ fetch: connection.fetch, server: connection.server, clock, rateLimit });
  return { client, connection };
}

/** Credential programs get no environment: what the controller knows is none of theirs. */
function connectOverNetwork(kubeconfig: string, rules: KubeconfigRules): KubeConnection {
  return parseKubeconfig(kubeconfig, { ...rules, source: 'the kubeconfig of spec.kubeConfig', folder: '/' });
}

function unusable(thrown: unknown): unknown {
  if (!(thrown instanceof KubeconfigError)) return thrown;
  return new ReconcileError(reasons.reconciliationFailed, thrown.message, { cause: thrown });
}
