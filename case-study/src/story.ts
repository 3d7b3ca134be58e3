/** One thing that the demo does and then sees happen. */
export interface Step {
  readonly title: string;
  /** The command by which a person would do or see the same. */
  readonly command: string;
  /** Does it and resolves when it was seen to have happened; what it returns is told. Rejects when it was not seen in time. */
  run(): Promise<string>;
  /** Looks once more, in a way that takes too long to be part of the time of the step. Rejects when it sees something else. */
  confirm?(): Promise<void>;
}

export interface StepResult {
  readonly title: string;
  readonly ms: number;
  readonly seen: string;
  readonly failure?: string;
}

/** Runs steps one after the other and tells of each; stops at the first that fails. */
export async function tell(
  steps: readonly Step[],
  before: (step: Step, number: number) => Promise<void>,
  after: (result: StepResult, number: number) => void,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  for (const [i, step] of steps.entries()) {
    await before(step, i + 1);
    const result = await runStep(step);
    results.push(result);
    after(result, i + 1);
    if (result.failure !== undefined) break;
  }
  return results;
}

async function runStep(step: Step): Promise<StepResult> {
  const began = performance.now();
  let ms: number | undefined;
  try {
    const seen = await step.run();
    ms = performance.now() - began;
    await step.confirm?.();
    return { title: step.title, ms, seen };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown.message : String(thrown);
    return { title: step.title, ms: ms ?? performance.now() - began, seen: '', failure };
  }
}

/** The results as a table for the end of the demo. */
export function formatResults(results: readonly StepResult[]): string {
  const width = Math.max(...results.map(({ title }) => title.length));
  const lines = results.map(({ title, ms, failure }) => {
    const time = `${Math.round(ms)} ms`.padStart(9);
    return `${failure === undefined ? '✔' : '✗'} ${title.padEnd(width)} ${time}`;
  });
  return `${lines.join('\n')}\n`;
}
