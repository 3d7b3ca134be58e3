/** What a request asks for, read from its method, path and query alone. */
export interface RequestInfo {
  /** `get`, `list`, `watch`, `create`, `update`, `patch`, `delete`, `deletecollection`; lower-case HTTP method for other paths. */
  readonly verb: string;
  readonly path: string;
  readonly isResourceRequest: boolean;
  /** Empty for the core group. */
  readonly group: string;
  readonly version: string;
  /** Plural. */
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
  /** Segments of the path behind the subresource. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

const verbsOfMethods: Readonly<Record<string, string>> = {
  GET: 'get',
  HEAD: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

/** Parts of a namespace's own path that are not resources inside it. */
const namespaceSubresources: ReadonlySet<string> = new Set(['status', 'finalize']);

/** Reads a request line. Never throws: a path that names no resource is a request for that path. */
export function parseRequestInfo(method: string, url: string): RequestInfo {
  const { pathname, searchParams } = new URL(url);
  const segments = splitPath(pathname);
  const place = resourcePlace(segments);
  if (place === undefined) return pathRequest(method, pathname, searchParams);
  const { group, version } = place;
  // Before there was the option `watch`, there were paths for it.
  const isOldWatch = method === 'GET' && place.parts[0] === 'watch' && place.parts.length > 1;
  const { namespace, resource, name, subresource, rest } = resourceParts(place.parts.slice(isOldWatch ? 1 : 0));
  const verb = isOldWatch ? 'watch' : resourceVerb(method, name, searchParams);
  if (isOldWatch && name !== '')
    searchParams.set('fieldSelector', [`metadata.name=${name}`, ...searchParams.getAll('fieldSelector')].join(','));
  const info = { path: pathname, isResourceRequest: true, group, version, resource, subresource, namespace, rest };
  return { ...info, verb, name: name === '' ? selectedName(verb, searchParams) : name, query: searchParams };
}

function pathRequest(method: string, path: string, query: URLSearchParams): RequestInfo {
  return {
    verb: method.toLowerCase(),
    path,
    isResourceRequest: false,
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
    rest: [],
    query,
  };
}

function splitPath(path: string): string[] {
  return path
    .split('/')
    .flatMap((segment) => decodeSegment(segment).split('/'))
    .filter((segment) => segment !== '');
}

export function decodeSegment(segment: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function resourcePlace(segments: readonly string[]): { group: string; version: string; parts: string[] } | undefined {
  const [root, first = '', second = ''] = segments;
  if (root === 'api' && segments.length > 2) return { group: '', version: first, parts: segments.slice(2) };
  if (root === 'apis' && segments.length > 3) return { group: first, version: second, parts: segments.slice(3) };
  return undefined;
}

interface ResourceParts {
  readonly namespace: string;
  readonly resource: string;
  readonly name: string;
  readonly subresource: string;
  readonly rest: readonly string[];
}

function resourceParts(parts: readonly string[]): ResourceParts {
  const [first, second, third] = parts;
  const isInNamespace =
    first === 'namespaces' && second !== undefined && third !== undefined && !namespaceSubresources.has(third);
  const inner = isInNamespace ? parts.slice(2) : parts;
  const [resource = '', name = '', subresource = '', ...rest] = inner;
  // A namespace counts as being inside itself, which is how access to it can be granted there.
  const namespace = isInNamespace ? second : resource === 'namespaces' ? name : '';
  return { namespace, resource, name, subresource, rest };
}

function resourceVerb(method: string, name: string, query: URLSearchParams): string {
  const verb = verbsOfMethods[method] ?? method.toLowerCase();
  if (verb === 'delete') return name === '' ? 'deletecollection' : 'delete';
  if (verb !== 'get' || name !== '') return verb;
  return isQueryTrue(query.get('watch')) ? 'watch' : 'list';
}

/** How Kubernetes reads booleans in a query: everything but absence, `false` and `0` is true. */
export function isQueryTrue(value: string | null): boolean {
  return value !== null && value !== '0' && value.toLowerCase() !== 'false';
}

const exactName = /(?:^|,)metadata\.name==?([^,=!]+)(?:,|$)/;

/** A list of one name is a request for that name, which is how access to single objects can be granted. */
function selectedName(verb: string, query: URLSearchParams): string {
  if (verb !== 'list' && verb !== 'watch' && verb !== 'deletecollection') return '';
  return exactName.exec(query.get('fieldSelector') ?? '')?.[1] ?? '';
}
