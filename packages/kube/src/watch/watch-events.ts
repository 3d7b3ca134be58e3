import {
  formatApiVersion,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type KubeObject,
  parseJson,
} from '@flux19/objects';
import { abortable } from '../client/abortable.ts';
import { ConnectionError } from '../client/api-error.ts';
import { queryText, resourcePath } from '../client/paths.ts';
import { readText, tryParse } from '../client/read-body.ts';
import { selectionQuery } from '../client/request-parts.ts';
import { parseRetryAfter } from '../client/retry-policy.ts';
import { errorOfAnswer, errorOfStatus } from '../client/status-error.ts';
import type { Incoming, Transport } from '../client/transport.ts';
import type { ResourceMapping } from '../discovery/resource-mapping.ts';
import { LineSplitter } from './line-splitter.ts';
import { StallGuard } from './stall-guard.ts';
import type { WatchEvent, WatchOptions } from './watch-event.ts';

/** More than the server's own bookmark period of a minute. */
const stallTimeoutMs = 90_000;
/** etcd takes 1.5 MiB by default, and some servers more. */
const largestEventBytes = 64 * 1024 * 1024;
const metadataType = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** One watch request, event by event. See `KubeClient.watch`. */
export async function* watchEvents(
  transport: Transport,
  mapping: ResourceMapping,
  options: WatchOptions,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const { clock, random } = transport.options;
  const guard = new StallGuard(clock, options.stallTimeoutMs ?? stallTimeoutMs, signal);
  let incoming: Incoming | undefined;
  try {
    incoming = await transport.send(
      {
        method: 'GET',
        path: resourcePath(mapping, { namespace: options.namespace }) + watchQuery(options, random),
        headers: { accept: options.isMetadataOnly ? metadataType : 'application/json' },
        isRepeatable: false,
        timeoutMs: 0,
      },
      guard.signal,
    );
    await refuseFailure(incoming, clock.now());
    for await (const line of readLines(incoming, guard)) {
      const event = readEvent(line);
      if (options.isMetadataOnly && 'object' in event) nameKind(event.object, mapping);
      yield event;
    }
  } finally {
    guard.end();
    incoming?.finish();
  }
}

function watchQuery(options: WatchOptions, random: () => number): string {
  return queryText({
    watch: true,
    allowWatchBookmarks: true,
    resourceVersion: options.resourceVersion,
    timeoutSeconds: options.timeoutSeconds ?? Math.floor(300 + random() * 300),
    ...selectionQuery(options),
  });
}

async function refuseFailure(incoming: Incoming, nowMs: number): Promise<void> {
  const { status, headers } = incoming.response;
  if (status >= 200 && status < 300) return;
  const text = await readText(incoming);
  throw errorOfAnswer(status, tryParse(text), text, parseRetryAfter(headers.get('retry-after'), nowMs));
}

async function* readLines({ response }: Incoming, guard: StallGuard): AsyncGenerator<string> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const splitter = new LineSplitter(largestEventBytes);
  try {
    for (;;) {
      const { done, value } = await abortable(reader.read(), guard.signal);
      guard.seen();
      if (done) break;
      yield* splitter.push(value);
    }
    if (splitter.hasRest) throw new ConnectionError('the watch broke off in the middle of an event');
  } catch (thrown) {
    guard.signal.throwIfAborted();
    if (thrown instanceof ConnectionError) throw thrown;
    throw new ConnectionError('the watch broke off', { cause: thrown });
  } finally {
    reader.cancel().catch(() => undefined);
    reader.releaseLock();
  }
}

function readEvent(line: string): WatchEvent {
  const event = parseLine(line);
  const { type, object } = event;
  if (type === 'ERROR') throw errorOfStatus(object);
  if (!isJsonObject(object) || !isJsonObject(object['metadata']))
    throw new ConnectionError('an event of the watch has no object');
  if (type === 'BOOKMARK') return bookmark(object['metadata']);
  if (type !== 'ADDED' && type !== 'MODIFIED' && type !== 'DELETED') {
    throw new ConnectionError(`the watch sent an event of the unknown type ${JSON.stringify(type)}`);
  }
  return { type, object: object as unknown as KubeObject };
}

function parseLine(line: string): JsonObject {
  try {
    const event = parseJson(line);
    if (isJsonObject(event)) return event;
  } catch (thrown) {
    throw new ConnectionError('an event of the watch is not JSON', { cause: thrown });
  }
  throw new ConnectionError('an event of the watch is not an object');
}

function bookmark(metadata: JsonObject): WatchEvent {
  const annotations: JsonValue | undefined = metadata['annotations'];
  const isInitialEventsEnd = isJsonObject(annotations) && annotations['k8s.io/initial-events-end'] === 'true';
  return { type: 'BOOKMARK', resourceVersion: String(metadata['resourceVersion'] ?? ''), isInitialEventsEnd };
}

function nameKind(object: KubeObject, mapping: ResourceMapping): void {
  object.apiVersion = formatApiVersion(mapping.group, mapping.version);
  object.kind = mapping.kind;
}
