import type { ChildProcess } from 'node:child_process';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createGunzip } from 'node:zlib';
import { endProcessGroup } from '../process/end-process-group.ts';
import type { GitProgram } from '../process/git-program.ts';
import { limitBytes } from './limit-bytes.ts';

/** One conversation with a repository. */
export interface PackConversation {
  readonly program: GitProgram;
  readonly arguments: readonly string[];
  readonly request: Request;
  /** Bytes put in front of what git answers. */
  readonly preamble: string;
  readonly maximumRequestBytes: number;
  /** Called when git has ended well, before the answer ends. */
  readonly onSuccess: () => void;
}

/** Runs a service of git with the body of the request as its input; its output is the body of the answer, as it comes. */
export function servePack(conversation: PackConversation): ReadableStream<Uint8Array> {
  const { request, program } = conversation;
  const protocol = request.headers.get('git-protocol') ?? '';
  const child = program.start({
    arguments: conversation.arguments,
    settings: [['safe.directory', '*']],
    variables: /^[A-Za-z0-9=:.-]+$/.test(protocol) ? { GIT_PROTOCOL: protocol } : {},
  });
  child.stderr?.resume();
  const onAbort = (): void => endProcessGroup(child);
  request.signal.addEventListener('abort', onAbort, { once: true });
  const closed = new Promise<number>((resolve) => {
    child.once('error', () => resolve(128));
    child.once('close', (code) => resolve(code ?? 128));
  });
  // Told as soon as git is done: a client that hangs up early has pushed all the same.
  void closed.then((code) => code === 0 && conversation.onSuccess());
  feed(conversation, child).catch(() => endProcessGroup(child));
  return answer(conversation, child, closed, () => request.signal.removeEventListener('abort', onAbort));
}

async function feed({ request, maximumRequestBytes }: PackConversation, child: ChildProcess): Promise<void> {
  if (child.stdin === null) return;
  if (request.body === null) {
    child.stdin.on('error', () => undefined);
    child.stdin.end();
    return;
  }
  const body = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>);
  const unpack: Transform[] = /^(?:x-)?gzip$/.test(request.headers.get('content-encoding') ?? '')
    ? [createGunzip()]
    : [];
  await pipeline([body, ...unpack, limitBytes(maximumRequestBytes), child.stdin]);
}

function answer(
  conversation: PackConversation,
  child: ChildProcess,
  closed: Promise<number>,
  finish: () => void,
): ReadableStream<Uint8Array> {
  async function* parts(): AsyncGenerator<Uint8Array> {
    try {
      if (conversation.preamble !== '') yield new TextEncoder().encode(conversation.preamble);
      if (child.stdout !== null) yield* child.stdout as AsyncIterable<Buffer>;
      await closed;
    } finally {
      finish();
      endProcessGroup(child);
    }
  }
  return Readable.toWeb(Readable.from(parts(), { objectMode: false })) as ReadableStream<Uint8Array>;
}
