import { watch } from 'node:fs/promises';
import type { Clock } from '@flux19/ports';

/** Editors and git write in bursts. */
const settleMs = 50;

/** Yields after files below a folder have changed, once for each burst, until the signal aborts. What git writes for itself is left out. */
export async function* folderChanges(folder: string, clock: Clock, signal: AbortSignal): AsyncGenerator<void> {
  let hasChanged = false;
  let wake = (): void => undefined;
  const watching = (async () => {
    for await (const { filename } of watch(folder, { recursive: true, signal })) {
      if (filename !== null && /^(\.git|node_modules)([\\/]|$)/.test(filename)) continue;
      hasChanged = true;
      wake();
    }
  })();
  // Without this, a failure of the watch would go unheard while nobody waits for it.
  watching.catch(() => wake());
  while (!signal.aborted) {
    if (!hasChanged) {
      const news = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([news, watching]);
    }
    if (signal.aborted) return;
    await clock.sleep(settleMs, signal);
    hasChanged = false;
    yield;
  }
}
