import { isJsonObject, type JsonValue, parseJson } from '@flux19/objects';
import { causedFailure, OciError } from '../oci-error.ts';
import type { ClientLimits } from './client-options.ts';
import { nextLink } from './parse-link.ts';
import { readBounded } from './read-bounded.ts';
import { describeCall, type RegistryCall } from './registry-call.ts';
import type { Transport } from './transport.ts';

/** One page of a list. */
export interface Page {
  readonly items: readonly JsonValue[];
  readonly headers: Headers;
}

/**
 * The pages of a list, each found by the `Link` of the one before. A registry that leads in circles, to another host, or on and on is
 * given up: `OciError` `InvalidContent` or `TooLarge`.
 */
export async function* pagesOf(
  transport: Transport,
  first: Omit<RegistryCall, 'method'>,
  field: string,
  limits: ClientLimits,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let call: RegistryCall = { ...first, method: 'GET' };
  for (let pages = 0; pages < limits.pages; pages += 1) {
    const { response, url } = await transport.send(call, signal);
    if (seen.has(url.href))
      throw new OciError('InvalidContent', `${describeCall('GET', url)}: the pages lead in circles`);
    seen.add(url.href);
    yield { items: await readItems(url, response, field, limits), headers: response.headers };
    const next = nextLink(response.headers.get('link'));
    if (next === undefined) return;
    call = { ...call, target: nextTarget(next, url) };
  }
  throw new OciError('TooLarge', `${call.registry} has more than ${limits.pages} pages of ${field}`);
}

function nextTarget(link: string, from: URL): string {
  const next = URL.canParse(link, from.href) ? new URL(link, from) : undefined;
  if (next?.host === from.host) return `${next.pathname}${next.search}`;
  throw new OciError('InvalidContent', `${describeCall('GET', from)}: the next page is not on the same host`);
}

async function readItems(
  url: URL,
  { body }: Response,
  field: string,
  { pageBytes }: ClientLimits,
): Promise<readonly JsonValue[]> {
  const call = describeCall('GET', url);
  const page = parsePage(call, await readBounded(body, pageBytes, call));
  const items = isJsonObject(page) ? (page[field] ?? []) : undefined;
  if (!Array.isArray(items)) throw new OciError('InvalidContent', `${call}: the answer has no list of ${field}`);
  return items;
}

function parsePage(call: string, bytes: Uint8Array): JsonValue {
  try {
    return parseJson(Buffer.from(bytes).toString('utf8'));
  } catch (cause) {
    throw causedFailure('InvalidContent', `${call}: the answer is no JSON`, cause);
  }
}

/** All texts of all pages. */
export async function collectTexts(pages: AsyncIterable<Page>, maximum: number, what: string): Promise<string[]> {
  const texts: string[] = [];
  for await (const { items } of pages) {
    for (const item of items) if (typeof item === 'string') texts.push(item);
    if (texts.length > maximum) throw new OciError('TooLarge', `${what} has more than ${maximum} entries`);
  }
  return texts;
}
