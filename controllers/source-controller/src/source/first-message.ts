import type { SourceObject } from '@flux19/api';
import { requestedAt } from '@flux19/runtime';
import type { ObservedStorage } from './observe-storage.ts';

/** What is going on before anything is known. */
export function firstMessage(object: SourceObject, storage: ObservedStorage): string {
  if (storage.state === 'none') return 'building artifact';
  if (storage.state !== 'intact') return 'building artifact: disappeared from storage';
  const { generation = 0 } = object.metadata;
  const { observedGeneration = 0, lastHandledReconcileAt } = object.status ?? {};
  const isRequested = requestedAt(object) !== lastHandledReconcileAt;
  if (generation === observedGeneration || isRequested) return 'reconciliation in progress';
  return `processing object: new generation ${observedGeneration} -> ${generation}`;
}
