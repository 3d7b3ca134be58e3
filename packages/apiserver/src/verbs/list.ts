import type { FieldError } from '@flux19/schemas';
import { badRequest, expired, invalid, tooLargeVersion } from '../errors/api-errors.ts';
import { forbiddenField, unsupportedField } from '../errors/field-errors.ts';
import { integerOption } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import type { Call, Services } from '../server/services.ts';
import { type Collection, lowerBound } from '../store/collection.ts';
import type { Entry } from '../store/entry.ts';
import { type ContinueToken, decodeContinue, encodeContinue } from './continue-token.ts';
import { type ListMeta, renderList } from './render.ts';
import { readSelection, type Selection } from './select.ts';

/** GET of a collection. */
export function list(services: Services, call: Call): Reply {
  const page = selectPage(services, call);
  return renderList(call, page.entries, page.meta, services.clock.now());
}

interface Page {
  readonly entries: readonly Entry[];
  readonly meta: ListMeta;
}

function selectPage({ store }: Services, call: Call): Page {
  const { query } = call.info;
  validateListOptions(query);
  const selection = readSelection(query, call.target);
  // Of no use to a list, but read all the same.
  integerOption(query, 'timeoutSeconds');
  const limit = integerOption(query, 'limit') ?? 0;
  const token = query.get('continue');
  const from = token === null || token === '' ? undefined : decodeContinue(token);
  if (from !== undefined && (readRevision(query) ?? 0) > 0) {
    throw badRequest('specifying resource version is not allowed when using continue');
  }
  const { collection } = call.target.resource;
  const revision = from?.revision ?? listRevision(query, store.revision);
  const all = entriesAt(collection, revision, store.revision, from !== undefined);
  const scope = inScope(all, call.target.resource.namespaced ? call.info.namespace : '');
  const start = from === undefined ? 0 : lowerBound(scope, from.startKey);
  return cutPage(scope, start, {
    selection,
    limit,
    revision: revision ?? store.revision,
    namespace: call.info.namespace,
  });
}

/** The entries as they are, or as they were when the first page was read. Throws StatusError 410 when that is forgotten. */
function entriesAt(
  collection: Collection,
  asked: number | undefined,
  current: number,
  isContinued: boolean,
): readonly Entry[] {
  if (asked === undefined || asked === current) return collection.all();
  const entries = collection.at(asked);
  if (entries !== undefined) return entries;
  if (!isContinued) throw expired('The resourceVersion for the provided list is too old.');
  throw expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  );
}

/** The revision that a list is asked for exactly; undefined when the current state will do. */
function listRevision(query: URLSearchParams, current: number): number | undefined {
  const asked = readRevision(query, 'invalid resource version: ');
  if (asked === undefined || asked === 0) return undefined;
  if (asked > current) throw tooLargeVersion(asked, current);
  const match = query.get('resourceVersionMatch') ?? '';
  // Kubernetes: with a limit and without a match, a page of exactly that revision is meant.
  const isExact = match === 'Exact' || (match === '' && (integerOption(query, 'limit') ?? 0) > 0);
  return isExact ? asked : undefined;
}

/** The resourceVersion of a query; undefined when there is none. Throws StatusError 400. */
export function readRevision(query: URLSearchParams, prefix = ''): number | undefined {
  const text = query.get('resourceVersion') ?? '';
  if (text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) {
    const value = JSON.stringify(text);
    const why = `Invalid value: ${value}: strconv.ParseUint: parsing ${value}: invalid syntax`;
    throw badRequest(`${prefix}resourceVersion: ${why}`);
  }
  return Number(text);
}

function validateListOptions(query: URLSearchParams): void {
  const errors = matchErrors(query, query.get('resourceVersionMatch') ?? '');
  if (query.has('sendInitialEvents')) {
    errors.push(forbiddenField('sendInitialEvents', 'sendInitialEvents is forbidden for list'));
  }
  if (errors.length > 0) throw invalid({ group: 'meta.k8s.io', resource: 'ListOptions' }, '', errors);
}

function matchErrors(query: URLSearchParams, match: string): FieldError[] {
  if (match === '') return [];
  const path = 'resourceVersionMatch';
  const version = query.get('resourceVersion') ?? '';
  const errors: FieldError[] = [];
  if (version === '') errors.push(forbiddenField(path, `${path} is forbidden unless resourceVersion is provided`));
  if ((query.get('continue') ?? '') !== '') {
    errors.push(forbiddenField(path, `${path} is forbidden when continue is provided`));
  }
  if (match !== 'Exact' && match !== 'NotOlderThan') {
    errors.push(unsupportedField(path, match, ['Exact', 'NotOlderThan', '']));
  }
  if (match === 'Exact' && version === '0') {
    errors.push(forbiddenField(path, `${path} "exact" is forbidden for resourceVersion "0"`));
  }
  return errors;
}

/** The entries of a namespace; of all when it is empty. */
export function inScope(entries: readonly Entry[], namespace: string): readonly Entry[] {
  if (namespace === '') return entries;
  const start = lowerBound(entries, `${namespace}/`);
  let end = start;
  while (entries[end]?.namespace === namespace) end++;
  return entries.slice(start, end);
}

interface Cut {
  readonly selection: Selection;
  readonly limit: number;
  readonly revision: number;
  readonly namespace: string;
}

function cutPage(scope: readonly Entry[], start: number, { selection, limit, revision }: Cut): Page {
  const entries: Entry[] = [];
  let next = start;
  for (; next < scope.length && (limit <= 0 || entries.length < limit); next++) {
    const entry = scope[next];
    if (entry !== undefined && selection.matches(entry)) entries.push(entry);
  }
  const resourceVersion = String(revision);
  const last = scope[next - 1];
  const hasMore = limit > 0 && next < scope.length && last !== undefined;
  if (!hasMore) return { entries, meta: { resourceVersion } };
  const token: ContinueToken = { revision, startKey: `${last.key}\u0000` };
  const rest = selection.isEverything ? { remainingItemCount: scope.length - next } : {};
  return { entries, meta: { resourceVersion, continue: encodeContinue(token), ...rest } };
}
