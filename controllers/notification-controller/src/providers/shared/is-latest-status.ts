import type { JsonObject } from '@flux19/objects';

/** Whether the latest status of the same context, the first of the list, says the same. `stateField` is its name in the list. */
export function isLatestStatus(statuses: readonly JsonObject[], status: JsonObject, stateField: string): boolean {
  const latest = statuses.find(
    (other) =>
      other['context'] === status['context'] &&
      typeof other[stateField] === 'string' &&
      typeof other['description'] === 'string',
  );
  return latest?.[stateField] === status['state'] && latest?.['description'] === status['description'];
}
