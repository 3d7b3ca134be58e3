/** Repeats an assertion until it holds, at most for a few seconds; then lets its failure through. */
export async function eventually(assertion: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    try {
      await assertion();
      return;
    } catch (thrown) {
      if (Date.now() > deadline) throw thrown;
    }
    await new Promise((done) => setTimeout(done, 10));
  }
}
