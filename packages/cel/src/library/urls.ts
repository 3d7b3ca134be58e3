import { isRequestUri } from '../addresses/request-uri.ts';
import { Fault } from '../values/fault.ts';
import { ArrayList } from '../values/list.ts';
import { EntryMap } from '../values/map.ts';
import { Opaque } from '../values/opaque.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const typeName = 'kubernetes.URL';

class UrlValue extends Opaque {
  override readonly typeName = typeName;
  readonly text: string;
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly query: string;

  constructor(text: string) {
    super();
    this.text = text;
    const [, scheme = '', , host = '', path = '', , query = ''] = parts.exec(text) ?? [];
    this.scheme = scheme.toLowerCase();
    this.host = host.replace(/^.*@/, '');
    this.path = path;
    this.query = query;
  }

  override equals(other: Value): boolean {
    return other instanceof UrlValue && this.text === other.text;
  }

  override toString(): string {
    return this.text;
  }
}

/** Scheme, authority, path and query of a text that is known to be a URI. */
const parts = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(\/\/([^/?#]*))?([^?#]*)(\?([^#]*))?/;

function toUrl(text: string): Value {
  if (isRequestUri(text)) return new UrlValue(text);
  const why = text === '' ? 'empty url' : 'invalid URI for request';
  return new Fault(`URL parse error during conversion from string: parse ${JSON.stringify(text)}: ${why}`);
}

function hostname(url: UrlValue): string {
  if (url.host.startsWith('[')) return url.host.slice(1, url.host.indexOf(']'));
  return url.host.replace(/:[0-9]*$/, '');
}

function port(url: UrlValue): string {
  return /:([0-9]*)$/.exec(url.host)?.[1] ?? '';
}

function escapedPath(url: UrlValue): string {
  return url.path.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@/%[\]]/gu, (rune) => encodeURIComponent(rune));
}

function queryOf(url: UrlValue): Value {
  const entries = new Map<string, [Value, string[]]>();
  for (const [key, value] of new URLSearchParams(url.query)) {
    const known = entries.get(key);
    if (known === undefined) entries.set(key, [key, [value]]);
    else known[1].push(value);
  }
  return new EntryMap(new Map([...entries].map(([key, [name, values]]) => [`s${key}`, [name, new ArrayList(values)]])));
}

/** URLs: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library */
export const urlLibrary: readonly FunctionDeclaration[] = [
  declare('url', overload('string_to_url', `(string) -> ${typeName}`, toUrl)),
  declare('isURL', overload('is_url_string', '(string) -> bool', isRequestUri)),
  declare(
    'getScheme',
    overload('url_get_scheme', `${typeName}.() -> string`, (url: UrlValue) => url.scheme),
  ),
  declare(
    'getHost',
    overload('url_get_host', `${typeName}.() -> string`, (url: UrlValue) => url.host),
  ),
  declare('getHostname', overload('url_get_hostname', `${typeName}.() -> string`, hostname)),
  declare('getPort', overload('url_get_port', `${typeName}.() -> string`, port)),
  declare('getEscapedPath', overload('url_get_escaped_path', `${typeName}.() -> string`, escapedPath)),
  declare('getQuery', overload('url_get_query', `${typeName}.() -> map(string, list(string))`, queryOf)),
];
