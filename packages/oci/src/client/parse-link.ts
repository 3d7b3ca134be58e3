/** The target of `Link: <...>; rel="next"` (RFC 8288), as it stands there; undefined when there is no such link. */
export function nextLink(header: string | null): string | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?next"?(?:[\s,;]|$)/i.test(parameters)) return target;
  }
  return undefined;
}
