import { formatGoDuration } from '@flux19/expressions';
import { type ApiError, ConnectionError, hasReason, NoMatchError } from '@flux19/kube';
import { CliError } from './cli-error.ts';
import { isTimeout } from './deadline.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Explanation } from './report.ts';

/** What is known about the circumstances of a failure. */
export interface FailureScene {
  readonly options: GlobalOptions;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Base URL of the API server, once a client was made. */
  readonly server: string | undefined;
}

/** Explains whatever a command threw. */
export function explainFailure(thrown: unknown, scene: FailureScene): Explanation {
  if (thrown instanceof CliError) return thrown;
  if (isTimeout(thrown)) return failure('context deadline exceeded', timeoutHints(scene));
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return failure(message, hintsFor(thrown, scene));
}

function failure(message: string, hints: readonly string[]): Explanation {
  return { message, hints, exitCode: 1, isWarning: false };
}

function hintsFor(thrown: unknown, scene: FailureScene): readonly string[] {
  if (thrown instanceof ConnectionError) return connectionHints(scene);
  if (thrown instanceof NoMatchError) return noMatchHints(scene);
  if (thrown instanceof Error && /Kubeconfig|ExecNotAllowed/.test(thrown.name)) return kubeconfigHints(scene);
  if (hasReason(thrown, 'NotFound')) return notFoundHints(thrown, scene);
  if (hasReason(thrown, 'Unauthorized')) return [`${place(scene)} does not know these credentials`, credentialHint];
  if (hasReason(thrown, 'Forbidden')) return [`${place(scene)} knows who asks, and does not allow it`, credentialHint];
  return [];
}

const credentialHint = 'use another user: --context, --kubeconfig, --token or --as';

/** The server and the kubeconfig that led to it. */
function place(scene: FailureScene): string {
  const from = scene.options.server === undefined ? kubeconfigName(scene) : '--server';
  const { server } = scene;
  return server === undefined ? `the cluster of ${from}` : `${server} (from ${from})`;
}

function kubeconfigName({ options, environment }: FailureScene): string {
  const context = options.context === undefined ? '' : `, context ${options.context}`;
  const file = options.kubeconfig ?? environment['KUBECONFIG'];
  return `${file === undefined || file === '' ? '~/.kube/config' : file}${context}`;
}

function connectionHints(scene: FailureScene): readonly string[] {
  return [
    `nothing answers at ${place(scene)}`,
    'start a cluster with "flux19 up", or name another one by --kubeconfig and --context',
  ];
}

function kubeconfigHints(scene: FailureScene): readonly string[] {
  return [
    `looked in ${kubeconfigName(scene)}`,
    'name a kubeconfig by --kubeconfig or KUBECONFIG; "flux19 up" starts a cluster and writes one',
  ];
}

function noMatchHints(scene: FailureScene): readonly string[] {
  return [
    `the cluster at ${place(scene)} has no Flux, or a version of it without this kind`,
    'bring Flux to it with "flux19 run", or start a cluster that has it with "flux19 up"',
  ];
}

function notFoundHints(error: ApiError, { options }: FailureScene): readonly string[] {
  if (error.status.details?.name === undefined) return [];
  return [
    `looked in namespace ${options.namespace}; another one is named by -n`,
    'see what there is in every namespace: flux19 get all -A',
  ];
}

function timeoutHints(scene: FailureScene): readonly string[] {
  return [
    `${place(scene)} did not finish within ${formatGoDuration(scene.options.timeout)}`,
    'give it more time by --timeout, or see what the controllers say: flux19 events',
  ];
}
