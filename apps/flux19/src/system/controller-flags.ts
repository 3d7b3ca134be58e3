import { type Command, InvalidArgumentError } from 'commander';
import { collectList, parseDuration } from '../program/option-parsers.ts';
import { type ListenAddress, parseListenAddress } from './listen-address.ts';

/** Flags of the controllers, with the names and meanings that Flux's controllers give them. */
export interface ControllerFlags {
  readonly concurrent?: number;
  readonly concurrentSsa?: number;
  readonly intervalJitterPercentage?: number;
  /** Milliseconds. */
  readonly requeueDependency?: number;
  readonly kubeApiQps?: number;
  readonly kubeApiBurst?: number;
  /** Milliseconds. */
  readonly artifactRetentionTtl?: number;
  readonly artifactRetentionRecords?: number;
  /** Milliseconds. */
  readonly minRetryDelay?: number;
  readonly maxRetryDelay?: number;
  readonly watchAllNamespaces?: boolean;
  readonly watchLabelSelector?: string;
  readonly overrideManager?: readonly string[];
  readonly customApplyStageKinds?: readonly string[];
  /** False when references into other namespaces are refused. */
  readonly crossNamespaceRefs?: boolean;
  /** False when remote bases are refused. */
  readonly remoteBases?: boolean;
  readonly defaultServiceAccount?: string;
  readonly insecureKubeconfigExec?: boolean;
  readonly insecureKubeconfigTls?: boolean;
  readonly defaultKubeconfigServiceAccount?: string;
  readonly defaultDecryptionServiceAccount?: string;
  readonly sopsAgeSecret?: string;
  readonly sopsVaultConfigmap?: string;
  readonly featureGates?: ReadonlyMap<string, boolean>;
  readonly logLevel?: LogLevelFlag;
  readonly eventsAddr?: ListenAddress;
  readonly receiverAddr?: ListenAddress;
  /** Milliseconds. */
  readonly rateLimitInterval?: number;
}

export type LogLevelFlag = (typeof logLevels)[number];

const logLevels = ['debug', 'info', 'error'] as const;

const negatable = '(or =false)';

/** Adds the flags of the controllers to a command. */
export function addControllerFlags(command: Command): Command {
  return command
    .option('--concurrent <number>', 'passes at the same time of each kind', count('concurrent', 1))
    .option(
      '--concurrent-ssa <number>',
      'dry runs at the same time within one Kustomization',
      count('concurrent-ssa', 1),
    )
    .option(
      '--interval-jitter-percentage <number>',
      'by how much intervals vary',
      count('interval-jitter-percentage', 0, 100),
    )
    .option(
      '--requeue-dependency <duration>',
      'how soon to look again at dependencies that no watch reports',
      parseDuration('requeue-dependency'),
    )
    .option('--kube-api-qps <number>', 'requests to the API server in a second', count('kube-api-qps', 1))
    .option('--kube-api-burst <number>', 'requests to the API server at once', count('kube-api-burst', 1))
    .option(
      '--artifact-retention-ttl <duration>',
      'how long artifacts stay that others have replaced',
      parseDuration('artifact-retention-ttl'),
    )
    .option(
      '--artifact-retention-records <number>',
      'how many artifacts of a source stay',
      count('artifact-retention-records', 1),
    )
    .option('--min-retry-delay <duration>', 'shortest wait after a failure', parseDuration('min-retry-delay'))
    .option('--max-retry-delay <duration>', 'longest wait after a failure', parseDuration('max-retry-delay'))
    .option('--watch-all-namespaces', `look after objects of all namespaces ${negatable}`, true)
    .option('--no-watch-all-namespaces', 'look after objects of the own namespace only')
    .option(
      '--watch-label-selector <selector>',
      "look after objects with these labels only, such as 'sharding.fluxcd.io/shard=shard1'",
    )
    .option('--override-manager <name>', 'field manager whose changes are taken back', collectList)
    .option(
      '--custom-apply-stage-kinds <kinds>',
      'kinds to apply before others, such as rbac.authorization.k8s.io/Role',
      collectList,
    )
    .option('--no-cross-namespace-refs', 'refuse references to objects of other namespaces')
    .option('--no-remote-bases', 'refuse kustomizations with bases from elsewhere')
    .option('--default-service-account <name>', 'service account for objects that name none')
    .option(
      '--default-kubeconfig-service-account <name>',
      'service account whose token clusters without kubeconfig are shown',
    )
    .option('--default-decryption-service-account <name>', 'service account that decrypts where none is named')
    .option('--insecure-kubeconfig-exec', 'let kubeconfigs of Secrets start programs and name files')
    .option('--insecure-kubeconfig-tls', 'let kubeconfigs of Secrets switch certificate checks off')
    .option('--sops-age-secret <name>', 'Secret with age keys for Kustomizations that name none')
    .option('--sops-vault-configmap <name>', 'ConfigMap with the Vault servers that take tokens of service accounts')
    .option('--feature-gates <gates>', 'Name=true|false, with commas between them', featureGates)
    .option(
      '--events-addr <address>',
      'where to take events of other controllers; any free port of this machine when not given',
      parseListenAddress('events-addr'),
    )
    .option(
      '--receiver-addr <address>',
      'where to take webhooks, such as :9292; any free port of this machine when not given',
      parseListenAddress('receiver-addr'),
    )
    .option(
      '--rate-limit-interval <duration>',
      'how long an equal event is not told again',
      parseDuration('rate-limit-interval'),
    )
    .option('--log-level <level>', `how much to log: ${logLevels.join(', ')}`, logLevel);
}

function count(flag: string, least: number, most = 10_000): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`--${flag} takes a whole number from ${least} to ${most}.`);
  };
}

function logLevel(text: string): LogLevelFlag {
  const level = logLevels.find((known) => known === text);
  if (level !== undefined) return level;
  throw new InvalidArgumentError(`--log-level takes one of ${logLevels.join(', ')}.`);
}

/** Gates that Flux has and this process knows; the others are Flux's own affairs and are taken without effect. */
function featureGates(text: string, before: ReadonlyMap<string, boolean> = new Map()): ReadonlyMap<string, boolean> {
  const gates = new Map(before);
  for (const part of text.split(',')) {
    const [, name = '', value = ''] = /^\s*(\w+)=(true|false)\s*$/.exec(part) ?? [];
    if (name === '') throw new InvalidArgumentError(`--feature-gates takes Name=true or Name=false, not ${part}.`);
    gates.set(name, value === 'true');
  }
  return gates;
}
