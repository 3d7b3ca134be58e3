import type { LogRecord, LogRing } from '@flux19/runtime';

export interface LogReading {
  readonly ring: LogRing;
  /** Which lines belong to this log. */
  readonly isWanted: (record: LogRecord) => boolean;
  /** Parameters of `pods/log`: `follow`, `tailLines`, `sinceSeconds`, `sinceTime`, `timestamps`, `limitBytes`. */
  readonly query: URLSearchParams;
  /** Milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** Answers as the API server answers for a Pod: lines of JSON, the oldest first, and with `follow` those to come. */
export function readLog({ ring, isWanted, query, nowMs }: LogReading, signal: AbortSignal): ReadableStream<Uint8Array> {
  const since = sinceMs(query, nowMs);
  const recent = ring.records().filter((record) => isWanted(record) && Date.parse(record.ts) >= since);
  const tail = query.has('tailLines') ? lastOf(recent, Number(query.get('tailLines'))) : recent;
  const format = formatter(query);
  let forget = (): void => undefined;
  return new ReadableStream<Uint8Array>({
    start(stream) {
      for (const record of limited(tail, format, query)) stream.enqueue(record);
      if (query.get('follow') !== 'true' || signal.aborted) {
        stream.close();
        return;
      }
      forget = ring.onRecord((record) => {
        if (isWanted(record)) stream.enqueue(format(record));
      });
      signal.addEventListener('abort', forget, { once: true });
    },
    cancel: () => forget(),
  });
}

function sinceMs(query: URLSearchParams, nowMs: number): number {
  const time = query.get('sinceTime');
  if (time !== null) return Date.parse(time);
  const seconds = query.get('sinceSeconds');
  return seconds === null ? Number.NEGATIVE_INFINITY : nowMs - Number(seconds) * 1000;
}

type Format = (record: LogRecord) => Uint8Array;

function formatter(query: URLSearchParams): Format {
  const hasTimes = query.get('timestamps') === 'true';
  return (record) => {
    const { msg, ...fields } = record;
    return Buffer.from(`${hasTimes ? `${record.ts} ` : ''}${JSON.stringify({ ...fields, msg })}\n`);
  };
}

/** The lines up to `limitBytes`, the last of them cut off there. */
function* limited(records: readonly LogRecord[], format: Format, query: URLSearchParams): Generator<Uint8Array> {
  let left = query.has('limitBytes') ? Number(query.get('limitBytes')) : Number.POSITIVE_INFINITY;
  for (const record of records) {
    const line = format(record).subarray(0, left);
    if (line.byteLength === 0) return;
    left -= line.byteLength;
    yield line;
  }
}

function lastOf<T>(list: readonly T[], count: number): readonly T[] {
  return list.slice(Math.max(0, list.length - count));
}
