import type { KubeClient } from '@flux19/kube';
import type { CliContext } from '../../program/cli-context.ts';
import { deadline } from '../../program/deadline.ts';
import type { GlobalOptions } from '../../program/global-options.ts';

/** What a `create` works with once it has something to apply. */
export interface CreateScene {
  readonly context: CliContext;
  readonly client: KubeClient;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

export function createScene(options: GlobalOptions, context: CliContext): CreateScene {
  return {
    context,
    client: context.connect(options),
    timeoutMs: options.timeout,
    signal: deadline(context, options),
  };
}
