/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it aborts: other code may not look at the signal it
 * was given. What `work` brings after that goes to `unwanted`.
 */
export function abortable<T>(work: Promise<T>, signal: AbortSignal, unwanted?: (late: T) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    work.then(
      (value) => {
        signal.removeEventListener('abort', abort);
        if (signal.aborted) unwanted?.(value);
        resolve(value);
      },
      (thrown: unknown) => {
        signal.removeEventListener('abort', abort);
        reject(thrown);
      },
    );
  });
}
