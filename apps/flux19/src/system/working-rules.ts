import type { SelectionOptions } from '@flux19/kube';
import type { ControllerSettings } from './controller-settings.ts';

/** How every controller of this process works; each takes what it has a use for. */
export interface WorkingRules {
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly intervalJitterPercent: number;
  readonly dependencyRequeueMs: number;
  readonly selection: SelectionOptions;
  readonly concurrency?: number;
}

/** What the flags say about all controllers. */
export function workingRules({ selection, concurrency, kustomize }: ControllerSettings): WorkingRules {
  return {
    random: Math.random,
    intervalJitterPercent: kustomize.intervalJitterPercent,
    dependencyRequeueMs: kustomize.requeueDependencyMs,
    selection,
    ...(concurrency === undefined ? {} : { concurrency }),
  };
}
