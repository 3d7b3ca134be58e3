import type { HistoryEntry } from '@flux19/api';
import { formatGoDuration } from '@flux19/expressions';

/** Entries that are kept: https://fluxcd.io/flux/components/kustomize/kustomizations/#history */
const longest = 5;

/** One run, to be added to the history. */
export interface HistoryRun {
  /** Digest of what was built. */
  readonly digest: string;
  /** Reason of the Ready condition. */
  readonly status: string;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly durationMs: number;
  readonly revision: string;
  readonly originRevision: string | undefined;
}

/** Adds a run: runs with the same digest and status are counted in one entry, and the latest entry comes first. */
export function withRun(history: readonly HistoryEntry[], run: HistoryRun): HistoryEntry[] {
  const time = new Date(run.now).toISOString().replace(/\.\d+/, '');
  const isSame = (entry: HistoryEntry): boolean =>
    entry.digest === run.digest && entry.lastReconciledStatus === run.status;
  const before = history.find(isSame);
  const entry: HistoryEntry = {
    digest: run.digest,
    firstReconciled: before?.firstReconciled ?? time,
    lastReconciled: time,
    lastReconciledDuration: formatGoDuration(run.durationMs),
    lastReconciledStatus: run.status,
    totalReconciliations: (before?.totalReconciliations ?? 0) + 1,
    metadata: {
      revision: run.revision,
      ...(run.originRevision === undefined ? {} : { originRevision: run.originRevision }),
    },
  };
  return [entry, ...history.filter((other) => other !== before)].slice(0, longest);
}
