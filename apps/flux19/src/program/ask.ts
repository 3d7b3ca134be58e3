import { createInterface } from 'node:readline/promises';

/** Asks a question at a terminal; anything but yes is no. */
export async function ask(
  question: string,
  { input, output }: { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WritableStream },
  signal: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input, output });
  try {
    const answer = await lines.question(`${question}? [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
