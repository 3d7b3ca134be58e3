/** Lines that are kept of each container. */
const capacity = 2_000;

interface Line {
  readonly timeMs: number;
  readonly text: string;
}

/** What a container has written, the latest lines of it. */
export class ContainerLog {
  #lines: Line[] = [];
  #rest = '';
  readonly #readers = new Set<(line: Line) => void>();

  /** Takes a piece of output, which need not end where a line ends. */
  write(piece: string, timeMs: number): void {
    const lines = `${this.#rest}${piece}`.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const text of lines) this.#add({ timeMs, text });
  }

  #add(line: Line): void {
    this.#lines.push(line);
    if (this.#lines.length > capacity) this.#lines = this.#lines.slice(-capacity);
    for (const reader of this.#readers) reader(line);
  }

  /** Answers as `pods/log` does: `tailLines`, `sinceSeconds`, `timestamps`, `follow`. */
  read(query: URLSearchParams, nowMs: number, signal: AbortSignal): ReadableStream<Uint8Array> {
    const sinceMs = query.has('sinceSeconds') ? nowMs - Number(query.get('sinceSeconds')) * 1000 : 0;
    const recent = this.#lines.filter(({ timeMs }) => timeMs >= sinceMs);
    const tail = query.has('tailLines')
      ? recent.slice(recent.length - Math.min(recent.length, Number(query.get('tailLines'))))
      : recent;
    const format = ({ timeMs, text }: Line): Uint8Array =>
      Buffer.from(query.get('timestamps') === 'true' ? `${new Date(timeMs).toISOString()} ${text}\n` : `${text}\n`);
    const isFollowed = query.get('follow') === 'true';
    return new ReadableStream({
      start: (stream) => {
        for (const line of tail) stream.enqueue(format(line));
        if (!isFollowed || signal.aborted) {
          stream.close();
          return;
        }
        const reader = (line: Line): void => stream.enqueue(format(line));
        this.#readers.add(reader);
        signal.addEventListener('abort', () => this.#readers.delete(reader), { once: true });
      },
    });
  }
}
