import type { KubeClient } from '@flux19/kube';
import { CliError } from '../../program/cli-error.ts';

/** A log line longer than this is cut into pieces. */
const maxLineLength = 1 << 20;

/** Reads a log of the API server line by line; `follow` waits for more. Throws CliError when there is none to be had. */
export async function* readLines(
  client: KubeClient,
  path: string,
  follow: boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const answer = await client.request(path, follow ? { timeoutMs: 0 } : {}, signal);
  if (!answer.ok || answer.body === null) {
    throw new CliError('failed to collect logs from all Flux pods', { hints: [await refusal(answer, path)] });
  }
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of answer.body) {
    rest += decoder.decode(chunk, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > maxLineLength) {
      yield rest;
      rest = '';
    }
  }
  if (rest !== '') yield rest;
}

async function refusal(answer: Response, path: string): Promise<string> {
  const text = await answer.text();
  const message = /"message":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 200);
  return `${path.replace(/\?.*$/, '')} was answered by ${answer.status}: ${message}`;
}
