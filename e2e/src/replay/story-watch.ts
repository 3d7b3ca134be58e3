import type { JsonObject } from '@flux19/objects';
import type { Exchange } from './exchange.ts';
import type { StoryWatch } from './story.ts';

/** How long a watch may be silent while its story waits for an event. */
const patienceMs = 10_000;

/** Reads the events of a watch line by line, and records them in the portions that the story asks for. */
export class RecordedWatch implements StoryWatch {
  readonly #head: Omit<Exchange, 'title' | 'body'>;
  readonly #record: (exchange: Exchange) => void;
  readonly #reader: ReadableStreamDefaultReader<string> | undefined;
  #unread = '';
  #isSilent = false;

  constructor(head: Omit<Exchange, 'title' | 'body'>, body: Response['body'], record: (exchange: Exchange) => void) {
    this.#head = head;
    this.#record = record;
    // The types of the Web and of Node disagree about who owns the bytes.
    const decoder = new TextDecoderStream() as unknown as TransformStream<Uint8Array, string>;
    this.#reader = body?.pipeThrough(decoder).getReader();
  }

  async events(title: string, count: number): Promise<readonly JsonObject[]> {
    const events = await this.#read(count);
    const missing = events.length < count ? ['nothing more came'] : [];
    this.#record({ ...this.#head, title, body: [...events, ...missing] });
    return events;
  }

  async toTheEnd(title: string): Promise<void> {
    const events = await this.#read(Number.POSITIVE_INFINITY);
    this.#record({ ...this.#head, title, body: [...events, this.#isSilent ? 'no end came' : 'the end'] });
  }

  async close(): Promise<void> {
    await this.#reader?.cancel();
  }

  /** At most so many events; fewer when the stream ends, or is silent for too long. */
  async #read(count: number): Promise<JsonObject[]> {
    const events: JsonObject[] = [];
    while (events.length < count) {
      const line = await this.#line();
      if (line === undefined) break;
      events.push(JSON.parse(line) as JsonObject);
    }
    return events;
  }

  async #line(): Promise<string | undefined> {
    for (;;) {
      const end = this.#unread.indexOf('\n');
      if (end >= 0) {
        const line = this.#unread.slice(0, end);
        this.#unread = this.#unread.slice(end + 1);
        return line;
      }
      const chunk = await this.#chunk();
      if (chunk === undefined) return this.#rest();
      this.#unread += chunk;
    }
  }

  /** What has no line feed at its end. */
  #rest(): string | undefined {
    const rest = this.#unread;
    this.#unread = '';
    return rest === '' ? undefined : rest;
  }

  async #chunk(): Promise<string | undefined> {
    const timer = setTimeout(() => {
      this.#isSilent = true;
      void this.close();
    }, patienceMs);
    try {
      return (await this.#reader?.read())?.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
