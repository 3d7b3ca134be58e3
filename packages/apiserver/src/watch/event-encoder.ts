import { type KubeObject, printJson } from '@flux19/objects';
import type { Status } from '../errors/status.ts';
import { renderTable } from '../print/render-table.ts';
import type { Call } from '../server/services.ts';
import { Entry } from '../store/entry.ts';
import { storableObject } from '../store/storable-object.ts';
import { entryBytes, partialMetadata } from '../verbs/render.ts';

export type WatchEventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

const newline = Buffer.from('}\n');

/** Writes the events of one watch. What watches have in common is encoded once, and kept with the entry. */
export class EventEncoder {
  readonly #call: Call;
  readonly #now: () => number;
  /** Columns are described in the first event only. */
  #isFirstTable = true;

  constructor(call: Call, now: () => number) {
    this.#call = call;
    this.#now = now;
  }

  event(type: WatchEventType, entry: Entry): Buffer {
    const { conversion } = this.#call.acceptance;
    const { target } = this.#call;
    const { apiVersion } = target.version;
    if (conversion === undefined) {
      return entry.derived(`event ${type} ${apiVersion}`, () => {
        const head = Buffer.from(`{"type":"${type}","object":`);
        return Buffer.concat([head, entryBytes(entry, target), newline]);
      });
    }
    if (conversion.kind === 'Table') return line(type, this.#table(entry));
    return entry.derived(`event ${type} ${conversion.version} metadata`, () =>
      line(type, partialMetadata(entry.object, conversion.version)),
    );
  }

  /** The event for an object that the selectors no longer choose: its last chosen state under the revision of the change. */
  left(entry: Entry, previous: Entry): Buffer {
    const last = entry.derived(
      'last chosen state',
      () => new Entry(storableObject(previous.object, entry.revision), entry.revision),
    );
    return this.event('DELETED', last);
  }

  /** Tells how far the watch has come. */
  bookmark(revision: number, isInitialEnd: boolean): Buffer {
    const { kind } = this.#call.target.resource;
    const { apiVersion } = this.#call.target.version;
    const annotations = isInitialEnd ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    const metadata = { resourceVersion: String(revision), ...annotations };
    const object = { kind, apiVersion, metadata } as unknown as KubeObject;
    const { conversion } = this.#call.acceptance;
    if (conversion === undefined) return line('BOOKMARK', object);
    if (conversion.kind === 'Table') return line('BOOKMARK', this.#table(new Entry(object, revision)));
    return line('BOOKMARK', partialMetadata(object, conversion.version));
  }

  #table(entry: Entry): unknown {
    const { target, info, acceptance } = this.#call;
    const conversion = acceptance.conversion;
    const meta = { resourceVersion: String(entry.revision) };
    const table = renderTable(target, [entry], { meta, query: info.query, now: this.#now(), conversion });
    if (this.#isFirstTable) {
      this.#isFirstTable = false;
      return table;
    }
    return { ...table, columnDefinitions: null };
  }
}

/** The event that ends a watch which cannot go on. */
export function errorEvent(status: Status): Buffer {
  return line('ERROR', status);
}

function line(type: WatchEventType, object: unknown): Buffer {
  return Buffer.from(`${printJson({ type, object })}\n`);
}
