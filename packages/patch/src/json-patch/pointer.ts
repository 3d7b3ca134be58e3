/** A JSON pointer (RFC 6901) cut into the way to a container and the key in it. */
export interface Pointer {
  readonly parents: readonly string[];
  readonly key: string;
}

/**
 * Cuts a pointer; undefined when it points at the whole document.
 * Kubernetes: what stands before the first slash is ignored.
 */
export function parsePointer(path: string): Pointer | undefined {
  const [, ...tokens] = path.split('/').map(unescapeToken);
  const key = tokens.pop();
  return key === undefined ? undefined : { parents: tokens, key };
}

function unescapeToken(token: string): string {
  // In one pass, so that ~01 becomes ~1 and not a slash.
  return token.replace(/~[01]/g, (escaped) => (escaped === '~1' ? '/' : '~'));
}
