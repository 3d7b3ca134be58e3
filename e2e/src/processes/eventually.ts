const pauseMs = 50;

/** Repeats a check until it passes and returns its result. Rejects with the check's last error after the deadline. */
export async function eventually<T>(check: () => T | Promise<T>, deadlineMs = 20_000): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await new Promise((resume) => setTimeout(resume, pauseMs));
  }
}
