import { expired } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import type { Call, Services } from '../server/services.ts';
import type { Entry } from '../store/entry.ts';
import type { StoreEvent } from '../store/store-event.ts';
import { inScope } from '../verbs/list.ts';
import { readSelection, type Selection } from '../verbs/select.ts';
import { EventEncoder, errorEvent } from './event-encoder.ts';
import { readWatchOptions, type WatchOptions } from './watch-options.ts';
import { WatchStream } from './watch-stream.ts';

/** How long a watch lasts when the client does not say: half an hour to an hour, as with kube-apiserver. */
const shortestWatchMs = 30 * 60 * 1000;

/** GET of a collection with `watch=true`: a stream of events, one JSON object a line. */
export function watch(services: Services, call: Call): Reply {
  const options = readWatchOptions(call.info.query);
  const selection = readSelection(call.info.query, call.target);
  const encoder = new EventEncoder(call, () => services.clock.now());
  const timeoutMs = (options.timeoutSeconds ?? 0) * 1000 || shortestWatchMs * (1 + Math.random());
  const stream = new WatchStream({
    clock: services.clock,
    timeoutMs,
    endings: [call.request.signal, services.closed],
    bookmark: options.allowBookmarks
      ? { intervalMs: services.bookmarkIntervalMs, make: () => encoder.bookmark(services.store.revision, false) }
      : undefined,
  });
  new Watch(services, call, { options, selection, encoder, stream }).begin();
  const headers = { 'content-type': 'application/json' };
  return { code: 200, headers, body: stream.body };
}

interface Parts {
  readonly options: WatchOptions;
  readonly selection: Selection;
  readonly encoder: EventEncoder;
  readonly stream: WatchStream;
}

class Watch {
  readonly #services: Services;
  readonly #call: Call;
  readonly #parts: Parts;
  readonly #namespace: string;
  /** Events up to this revision are known to the client. */
  readonly #after: number;

  constructor(services: Services, call: Call, parts: Parts) {
    this.#services = services;
    this.#call = call;
    this.#parts = parts;
    this.#namespace = call.target.resource.namespaced ? call.info.namespace : '';
    this.#after = parts.options.revision ?? 0;
  }

  /** Sends what has happened already, and from then on what happens. */
  begin(): void {
    const { collection } = this.#call.target.resource;
    const { stream, options } = this.#parts;
    const { revision, sendInitialEvents } = options;
    const isFromState = sendInitialEvents ?? (revision === undefined || revision === 0);
    if (isFromState) this.#sendState();
    else if (revision !== undefined && revision > 0 && !this.#sendHistory(revision)) return;
    stream.onEnd(collection.subscribe((event) => this.#send(event)));
  }

  #sendState(): void {
    const { encoder, stream, options } = this.#parts;
    for (const entry of inScope(this.#call.target.resource.collection.all(), this.#namespace)) {
      if (this.#parts.selection.matches(entry)) stream.send(encoder.event('ADDED', entry));
    }
    if (options.sendInitialEvents === true && options.allowBookmarks) {
      stream.send(encoder.bookmark(this.#services.store.revision, true));
    }
  }

  /** False when the history no longer reaches back that far, of which the client is told. */
  #sendHistory(revision: number): boolean {
    const { collection } = this.#call.target.resource;
    const events = collection.since(revision);
    if (events !== undefined) {
      for (const event of events) this.#send(event);
      return true;
    }
    const { stream } = this.#parts;
    stream.send(errorEvent(expired(`too old resource version: ${revision} (${collection.oldestRevision})`).status));
    stream.end();
    return false;
  }

  #send(event: StoreEvent): void {
    const { entry, previous, type } = event;
    if (this.#namespace !== '' && entry.namespace !== this.#namespace) return;
    // A client may start from a revision that is yet to come.
    if (this.#parts.options.sendInitialEvents === undefined && entry.revision <= this.#after) return;
    const { encoder, stream } = this.#parts;
    const was = previous !== undefined && this.#matches(previous);
    const is = type !== 'DELETED' && this.#matches(entry);
    if (is) stream.send(encoder.event(was ? 'MODIFIED' : 'ADDED', entry));
    else if (was) stream.send(type === 'DELETED' ? encoder.event('DELETED', entry) : encoder.left(entry, previous));
  }

  #matches(entry: Entry): boolean {
    return this.#parts.selection.matches(entry);
  }
}
