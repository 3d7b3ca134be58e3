import { defaultRetention, type Retention } from '@flux19/artifacts';
import type { SelectionOptions, WorkloadIdentityRules } from '@flux19/kube';
import { defaultSettings, type KustomizeSettings } from '@flux19/kustomize-controller';
import { defaultNotificationSettings, type NotificationSettings } from '@flux19/notification-controller';
import type { ControllerFlags } from './controller-flags.ts';
import type { ListenAddress } from './listen-address.ts';

/** What the flags of the controllers decide. */
export interface ControllerSettings {
  readonly kustomize: KustomizeSettings;
  readonly notification: NotificationSettings;
  /** Which ServiceAccounts stand for sources and images at clouds. */
  readonly workloadIdentity: WorkloadIdentityRules;
  readonly eventsAddress: ListenAddress;
  readonly receiverAddress: ListenAddress;
  /** How long artifacts that others have replaced are kept, and how many. */
  readonly retention: Retention;
  /** Requests to the API server: Flux's `--kube-api-qps` and `--kube-api-burst`. No limit when absent. */
  readonly rateLimit?: { readonly qps: number; readonly burst: number };
  /** Passes at the same time of each kind; each controller's own number when absent. */
  readonly concurrency?: number;
  /** Objects that this process looks after. */
  readonly selection: SelectionOptions;
  readonly minRetryDelayMs?: number;
  readonly maxRetryDelayMs?: number;
}

/** Namespace of the controllers decides where `--sops-age-secret` and `--watch-all-namespaces=false` look. */
export function controllerSettings(flags: ControllerFlags, namespace: string): ControllerSettings {
  const { concurrent, minRetryDelay, maxRetryDelay, watchLabelSelector } = flags;
  return {
    kustomize: kustomizeSettings(flags, namespace),
    notification: {
      ...defaultNotificationSettings,
      allowsCrossNamespaceReferences: flags.crossNamespaceRefs !== false,
      ...(flags.rateLimitInterval === undefined ? {} : { duplicateIntervalMs: flags.rateLimitInterval }),
    },
    workloadIdentity: workloadIdentityRules(flags),
    eventsAddress: flags.eventsAddr ?? {},
    receiverAddress: flags.receiverAddr ?? {},
    selection: {
      ...(flags.watchAllNamespaces === false ? { namespace } : {}),
      ...(watchLabelSelector === undefined ? {} : { labelSelector: watchLabelSelector }),
    },
    retention: {
      ttlMs: flags.artifactRetentionTtl ?? defaultRetention.ttlMs,
      records: flags.artifactRetentionRecords ?? defaultRetention.records,
    },
    ...rateLimitOf(flags),
    ...(concurrent === undefined ? {} : { concurrency: concurrent }),
    ...(minRetryDelay === undefined ? {} : { minRetryDelayMs: minRetryDelay }),
    ...(maxRetryDelay === undefined ? {} : { maxRetryDelayMs: maxRetryDelay }),
  };
}

/** Flux's own numbers where only one of the two is given. */
function rateLimitOf({ kubeApiQps, kubeApiBurst }: ControllerFlags): Pick<ControllerSettings, 'rateLimit'> {
  if (kubeApiQps === undefined && kubeApiBurst === undefined) return {};
  return { rateLimit: { qps: kubeApiQps ?? 50, burst: kubeApiBurst ?? 300 } };
}

/** Flux: a default account locks tenants down as soon as objects may have an identity of their own. */
function workloadIdentityRules({ featureGates, defaultServiceAccount = '' }: ControllerFlags): WorkloadIdentityRules {
  const isEnabled = featureGates?.get('ObjectLevelWorkloadIdentity') ?? false;
  return { isEnabled, defaultAccount: isEnabled ? defaultServiceAccount : '' };
}

function kustomizeSettings(flags: ControllerFlags, namespace: string): KustomizeSettings {
  const defaults = defaultSettings;
  const gate = (name: string, otherwise: boolean): boolean => flags.featureGates?.get(name) ?? otherwise;
  return {
    ...defaults,
    noCrossNamespaceRefs: flags.crossNamespaceRefs === false,
    noRemoteBases: flags.remoteBases === false,
    defaultServiceAccount: flags.defaultServiceAccount ?? defaults.defaultServiceAccount,
    insecureKubeconfigExec: flags.insecureKubeconfigExec ?? defaults.insecureKubeconfigExec,
    insecureKubeconfigTls: flags.insecureKubeconfigTls ?? defaults.insecureKubeconfigTls,
    requeueDependencyMs: flags.requeueDependency ?? defaults.requeueDependencyMs,
    concurrentApplies: flags.concurrentSsa ?? defaults.concurrentApplies,
    overrideManagers: flags.overrideManager ?? defaults.overrideManagers,
    customStageKinds: new Set(flags.customApplyStageKinds ?? defaults.customStageKinds),
    intervalJitterPercent: flags.intervalJitterPercentage ?? defaults.intervalJitterPercent,
    strictSubstitutions: gate('StrictPostBuildSubstitutions', defaults.strictSubstitutions),
    failFast: !gate('DisableFailFastBehavior', !defaults.failFast),
    additiveDependencyCheck: gate('AdditiveCELDependencyCheck', defaults.additiveDependencyCheck),
    allowExternalArtifact: gate('ExternalArtifact', defaults.allowExternalArtifact),
    objectWorkloadIdentity: gate('ObjectLevelWorkloadIdentity', defaults.objectWorkloadIdentity),
    defaultKubeconfigServiceAccount: flags.defaultKubeconfigServiceAccount ?? defaults.defaultKubeconfigServiceAccount,
    defaultDecryptionServiceAccount: flags.defaultDecryptionServiceAccount ?? defaults.defaultDecryptionServiceAccount,
    ...(flags.sopsVaultConfigmap === undefined
      ? {}
      : { sopsVaultConfigMap: { namespace, name: flags.sopsVaultConfigmap } }),
    ...(flags.sopsAgeSecret === undefined ? {} : { sopsAgeSecret: { namespace, name: flags.sopsAgeSecret } }),
  };
}
