import { define } from '../values/define-function.ts';
import type { GoFunction, GoObject } from '../values/go-value.ts';
import { kindOf } from '../values/kinds.ts';
import { map } from './texts.ts';

const urlPattern = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function parse(text: string): GoObject {
  const [, scheme = '', authority, path = '', query = '', fragment = ''] = urlPattern.exec(text) ?? [];
  // Behind a scheme, what does not begin with a slash is no path.
  const isOpaque = scheme !== '' && authority === undefined && path !== '' && !path.startsWith('/');
  const at = (authority ?? '').lastIndexOf('@');
  const host = (authority ?? '').slice(at + 1);
  return {
    scheme: scheme.toLowerCase(),
    host,
    hostname: host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1'),
    path: isOpaque ? '' : decode(path),
    query,
    opaque: isOpaque ? path : '',
    fragment: decode(fragment),
    userinfo: at < 0 ? '' : (authority ?? '').slice(0, at),
  };
}

function join(parts: GoObject): string {
  const part = (key: string): string => {
    const value = Object.hasOwn(parts, key) ? parts[key] : '';
    if (typeof value === 'string') return value;
    throw new Error(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`);
  };
  const [scheme, host, path, query, opaque, fragment, user] = [
    'scheme',
    'host',
    'path',
    'query',
    'opaque',
    'fragment',
    'userinfo',
  ].map(part);
  const start = scheme === '' ? '' : `${scheme}:`;
  const tail = (query === '' ? '' : `?${query}`) + (fragment === '' ? '' : `#${encodePart(fragment ?? '')}`);
  if (opaque !== '') return start + opaque + tail;
  const hasAuthority = scheme !== '' || host !== '' || user !== '';
  const authority =
    hasAuthority && (host !== '' || path !== '' || user !== '') ? `//${user === '' ? '' : `${user}@`}${host}` : '';
  const gap = authority !== '' && path !== '' && !path?.startsWith('/') && host !== '' ? '/' : '';
  return start + authority + gap + encodePart(path ?? '') + tail;
}

function encodePart(text: string): string {
  return encodeURI(text.toWellFormed()).replace(/[?#]/g, encodeURIComponent);
}

/** The functions of sprig for URLs. */
export const urlFunctions: Readonly<Record<string, GoFunction>> = {
  urlParse: define(['string'], parse),
  urlJoin: define([map], join),
};
