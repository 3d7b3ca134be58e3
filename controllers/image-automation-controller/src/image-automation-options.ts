import type { GitProgramOptions, GitPublisher } from '@flux19/git';
import type { CloudLogins, KubeClient, SelectionOptions, SharedCaches } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import type { EventRecorder } from '@flux19/runtime';
import type { GitHubAppTokens } from './source/read-remote.ts';

/** What the controller of ImageUpdateAutomation works with. */
export interface ImageAutomationOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  /** By how much intervals vary, in per cent. 5 when absent. */
  readonly intervalJitterPercent?: number;
  /** Reads repositories, commits and pushes. Not closed by the controller. */
  readonly git: GitPublisher;
  /** Where ssh-keygen is found, for signing keys that only it can open, and where such keys may lie for a moment. */
  readonly program: GitProgramOptions;
  /** For `provider: github`; such repositories fail when absent. */
  readonly gitHubApps?: GitHubAppTokens;
  /** For the providers azure and aws; such repositories fail when absent. */
  readonly cloudLogins?: CloudLogins;
  /** Passes at the same time. Flux: 4. */
  readonly concurrency?: number;
  /** Which objects this process looks after. */
  readonly selection?: SelectionOptions;
  /** `--no-cross-namespace-refs` */
  readonly noCrossNamespaceRefs?: boolean;
}
