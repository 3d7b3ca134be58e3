import { formatApiVersion, isJsonObject, type JsonValue, type KubeObject } from '@flux19/objects';
import type { ResourceMapping } from '../discovery/resource-mapping.ts';
import { ConnectionError, hasReason } from './api-error.ts';
import type { ListOptions, ObjectList } from './kube-client.ts';
import { queryText } from './paths.ts';
import { selectionQuery } from './request-parts.ts';

const pageSize = 500;

interface Page {
  readonly items: readonly KubeObject[];
  readonly resourceVersion: string;
  readonly next: string;
}

/** Reads one page when `limit` is given, else all of them. A list that expires half-way is read again from its beginning, once. */
export async function readPages(
  mapping: ResourceMapping,
  options: ListOptions,
  read: (query: string) => Promise<JsonValue>,
): Promise<ObjectList> {
  if (options.limit !== undefined) {
    const page = readPage(mapping, options, await read(pageQuery(options, options.limit, options.continue)));
    const list = { items: [...page.items], resourceVersion: page.resourceVersion };
    return page.next === '' ? list : { ...list, continue: page.next };
  }
  try {
    return await readAll(mapping, options, pageSize, read);
  } catch (thrown) {
    if (!hasReason(thrown, 'Expired') && !hasReason(thrown, 'Gone')) throw thrown;
    // Writes were faster than our reading: only one large answer is consistent then, as client-go does.
    return readAll(mapping, options, 0, read);
  }
}

async function readAll(
  mapping: ResourceMapping,
  options: ListOptions,
  limit: number,
  read: (query: string) => Promise<JsonValue>,
): Promise<ObjectList> {
  const items: KubeObject[] = [];
  let next = options.continue ?? '';
  for (;;) {
    const page = readPage(mapping, options, await read(pageQuery(options, limit, next)));
    for (const item of page.items) items.push(item);
    next = page.next;
    if (next === '') return { items, resourceVersion: page.resourceVersion };
  }
}

function pageQuery(options: ListOptions, limit: number, next: string | undefined): string {
  return queryText({
    ...selectionQuery(options),
    limit: limit === 0 ? undefined : limit,
    continue: next,
    // A continued list has its version in the token.
    resourceVersion: next === undefined || next === '' ? options.resourceVersion : undefined,
  });
}

function readPage(mapping: ResourceMapping, options: ListOptions, body: JsonValue): Page {
  if (!isJsonObject(body)) throw new ConnectionError('the answer is not a list');
  const metadata = isJsonObject(body['metadata']) ? body['metadata'] : {};
  const items = (body['items'] ?? []) as unknown as KubeObject[];
  const apiVersion = formatApiVersion(mapping.group, mapping.version);
  for (const item of items) {
    // Built-in lists leave these out of their items; metadata-only lists say PartialObjectMetadata.
    if (item.kind === undefined || options.isMetadataOnly) {
      item.apiVersion = apiVersion;
      item.kind = mapping.kind;
    }
  }
  return {
    items,
    resourceVersion: String(metadata['resourceVersion'] ?? ''),
    next: String(metadata['continue'] ?? ''),
  };
}
