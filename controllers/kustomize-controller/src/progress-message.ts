import { type KustomizationSpec, reasons } from '@flux19/api';
import { formatGoDuration } from '@flux19/expressions';
import { timeoutOf } from './timing.ts';

const steps: Readonly<Record<string, string>> = {
  [reasons.artifactFailed]: 'Fetching manifests',
  [reasons.buildFailed]: 'Building manifests',
  [reasons.healthCheckFailed]: 'Running health checks',
};

/** What a pass was doing when it failed for a reason, in Flux's words. */
export function progressMessage(reason: string, revision: string, spec: KustomizationSpec): string {
  const step = steps[reason] ?? 'Detecting drift';
  return `${step} for revision ${revision} with a timeout of ${formatGoDuration(timeoutOf(spec))}`;
}
