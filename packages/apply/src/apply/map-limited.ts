/**
 * Maps with so many at a time. After a failure nothing new is begun; what runs ends first, then the failure that is earliest in the
 * list is thrown, so that the same list fails the same way.
 */
export async function mapLimited<T, R>(items: readonly T[], limit: number, map: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures = new Map<number, unknown>();
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) {
      try {
        results[index] = await map(item);
      } catch (thrown) {
        failures.set(index, thrown);
      }
      if (failures.size > 0) return;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
  if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
  return results;
}
