/** Whether a text is an absolute URI or an absolute path, as Go's url.ParseRequestURI reads it. */
export function isRequestUri(text: string): boolean {
  if (text === '' || hasControls(text)) return false;
  if (text === '*') return true;
  const scheme = /^[a-zA-Z][a-zA-Z0-9+.-]*:/.exec(text)?.[0] ?? '';
  if (scheme === '' && !text.startsWith('/')) return false;
  const rest = text.slice(scheme.length).replace(/\?.*$/s, '');
  if (!rest.startsWith('/')) return scheme !== '';
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  if (!hasAuthority) return hasValidEscapes(rest);
  const end = rest.indexOf('/', 2);
  const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
  return isAuthority(authority) && hasValidEscapes(end < 0 ? '' : rest.slice(end));
}

function hasControls(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}

function hasValidEscapes(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

function isAuthority(text: string): boolean {
  const at = text.lastIndexOf('@');
  const user = at < 0 ? '' : text.slice(0, at);
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(user) || !hasValidEscapes(user)) return false;
  const host = text.slice(at + 1);
  if (host.startsWith('[')) return /^\[[^\]]*\](?::[0-9]*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !/^:[0-9]*$/.test(host.slice(colon))) return false;
  return !/[ "<>\\^`{|}#/?]/.test(host) && !/%(?![89a-fA-F][0-9a-fA-F])/.test(host);
}
