/**
 * Repeats an assertion until it holds, at most `patienceMs`; then lets its failure through. For tests of things that happen by
 * themselves.
 */
export async function eventually(assertion: () => void | Promise<void>, patienceMs: number = 10_000): Promise<void> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (thrown) {
      if (performance.now() > deadline) throw thrown;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}
