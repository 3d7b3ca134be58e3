/** Lines that are kept of each run of a container. */
const capacity = 2_000;
/** Longer lines are kept in parts, as container runtimes do. */
const longestPart = 16 * 1024;

export type LogStream = 'stdout' | 'stderr';

interface Line {
  readonly timeMs: number;
  readonly stream: LogStream;
  readonly text: string;
  /** What ends the text: a part of a line is followed by the next one. */
  readonly end: '\n' | '';
}

/** What one run of a container has written, the latest lines of it. */
export class ContainerLog {
  #lines: Line[] = [];
  readonly #rest: Record<LogStream, string> = { stdout: '', stderr: '' };
  readonly #readers = new Set<Reader>();
  #isEnded = false;

  /** Takes a piece of output, which need not end where a line ends. */
  write(stream: LogStream, piece: string, timeMs: number): void {
    const lines = `${this.#rest[stream]}${piece}`.split('\n');
    let rest = lines.pop() ?? '';
    for (const text of lines) this.#add({ timeMs, stream, text, end: '\n' });
    for (; rest.length > longestPart; rest = rest.slice(longestPart)) {
      this.#add({ timeMs, stream, text: rest.slice(0, longestPart), end: '' });
    }
    this.#rest[stream] = rest;
  }

  /** Nothing more comes: who follows has reached the end. */
  end(timeMs: number): void {
    for (const stream of ['stdout', 'stderr'] as const) if (this.#rest[stream] !== '') this.write(stream, '\n', timeMs);
    this.#isEnded = true;
    for (const reader of this.#readers) reader.end();
    this.#readers.clear();
  }

  #add(line: Line): void {
    this.#lines.push(line);
    // Cutting off a line at a time would move all of them each time.
    if (this.#lines.length > 2 * capacity) this.#lines = this.#lines.slice(-capacity);
    for (const reader of this.#readers) reader.take(line);
  }

  /** Answers as `pods/log` does: `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes`, `stream`, `follow`. */
  read(query: URLSearchParams, nowMs: number, signal: AbortSignal): ReadableStream<Uint8Array> {
    const isFollowed = query.get('follow') === 'true' && !this.#isEnded && !signal.aborted;
    let forget = (): void => undefined;
    return new ReadableStream({
      start: (stream) => {
        const reader = new Reader(query, nowMs, stream);
        for (const line of lastLines(this.#lines.slice(-capacity), query.get('tailLines'))) reader.take(line);
        if (!isFollowed) return reader.end();
        this.#readers.add(reader);
        forget = () => void this.#readers.delete(reader);
        signal.addEventListener('abort', forget, { once: true });
      },
      cancel: () => forget(),
    });
  }
}

function lastLines(lines: readonly Line[], count: string | null): readonly Line[] {
  return count === null ? lines : lines.slice(lines.length - Math.min(lines.length, Number(count)));
}

/** One reader of a log: what it wants to see, and where that goes. */
class Reader {
  readonly #stream: ReadableStreamDefaultController<Uint8Array>;
  readonly #hasTimes: boolean;
  readonly #sinceMs: number;
  readonly #wanted: string;
  #bytesLeft: number;
  #isAtStart = true;
  #isDone = false;

  constructor(query: URLSearchParams, nowMs: number, stream: ReadableStreamDefaultController<Uint8Array>) {
    this.#stream = stream;
    this.#hasTimes = query.get('timestamps') === 'true';
    this.#sinceMs = since(query, nowMs);
    this.#wanted = (query.get('stream') ?? 'All').toLowerCase();
    this.#bytesLeft = query.has('limitBytes') ? Number(query.get('limitBytes')) : Number.POSITIVE_INFINITY;
  }

  take({ timeMs, stream, text, end }: Line): void {
    if (this.#isDone || timeMs < this.#sinceMs || (this.#wanted !== 'all' && this.#wanted !== stream)) return;
    const time = this.#hasTimes && this.#isAtStart ? `${formatNanoseconds(timeMs)} ` : '';
    this.#isAtStart = end === '\n';
    const bytes = Buffer.from(`${time}${text}${end}`).subarray(0, this.#bytesLeft);
    this.#bytesLeft -= bytes.length;
    if (bytes.length > 0) this.#stream.enqueue(bytes);
    if (this.#bytesLeft === 0) this.end();
  }

  end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#stream.close();
  }
}

function since(query: URLSearchParams, nowMs: number): number {
  const time = query.get('sinceTime');
  if (time !== null) return Date.parse(time);
  const seconds = query.get('sinceSeconds');
  return seconds === null ? Number.NEGATIVE_INFINITY : nowMs - Number(seconds) * 1000;
}

/** Kubernetes prints nine digits; the clock knows three. */
function formatNanoseconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, -1)}000000Z`;
}
