import { printJson } from '@flux19/objects';
import type { Status } from '../../errors/status.ts';
import type { CommandStreams, TerminalSize } from '../../server/pod-processes.ts';
import { exitStatus, failureStatus } from './command-status.ts';

/** What runs: resolves with an exit code. */
export type RunCommand = (streams: CommandStreams) => Promise<number>;

/** A client with its streams connected, whatever protocol it speaks. */
export interface CommandClient {
  readonly streams: CommandStreams;
  /** Whether the outcome is told as JSON, or only what failed as a text. */
  readonly hasStatus: boolean;
  sendOutcome(bytes: Uint8Array): Promise<void>;
}

/** Runs a command for a client and tells it how that ended. Never rejects. */
export async function serveCommand(client: CommandClient, run: RunCommand): Promise<void> {
  const status = await run(client.streams).then(exitStatus, failureStatus);
  await client.sendOutcome(outcome(status, client.hasStatus));
}

function outcome(status: Status, hasStatus: boolean): Uint8Array {
  if (hasStatus) return Buffer.from(printJson(status));
  return Buffer.from(status.status === 'Success' ? '' : (status.message ?? ''));
}

/** Reads sizes, which clients send as one JSON object behind the other: `{"Width":80,"Height":24}`. Broken ones are passed over. */
export async function* terminalSizes(received: AsyncIterable<Uint8Array>): AsyncGenerator<TerminalSize, void, void> {
  let rest = '';
  for await (const piece of received) {
    const parts = `${rest}${Buffer.from(piece).toString('utf8')}`.split('}');
    rest = (parts.pop() ?? '').slice(-longestSize);
    for (const part of parts) {
      const size = terminalSize(`${part}}`);
      if (size !== undefined) yield size;
    }
  }
}

const longestSize = 100;

function terminalSize(text: string): TerminalSize | undefined {
  try {
    const { Width: columns, Height: rows } = JSON.parse(text) as {
      readonly Width?: unknown;
      readonly Height?: unknown;
    };
    return isSize(columns) && isSize(rows) ? { columns, rows } : undefined;
  } catch {
    return undefined;
  }
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 0xffff;
}
