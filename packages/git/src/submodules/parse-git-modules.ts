/** Where the commits of a submodule come from, by its path. */
export type SubmoduleUrls = ReadonlyMap<string, string>;

/** Reads a `.gitmodules` file. What is not a submodule with path and URL is passed over. */
export function parseGitModules(text: string): SubmoduleUrls {
  const urls = new Map<string, string>();
  let section = new Map<string, string>();
  const finish = (): void => {
    const path = section.get('path');
    const url = section.get('url');
    if (path !== undefined && url !== undefined) urls.set(path, url);
    section = new Map();
  };
  for (const line of text.split('\n')) {
    if (/^\s*\[/.test(line)) finish();
    const [, key = '', value = ''] = /^\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (key !== '') section.set(key.toLowerCase(), unquote(value));
  }
  finish();
  return urls;
}

function unquote(value: string): string {
  const [, quoted] = /^"(.*)"$/.exec(value) ?? [];
  return quoted === undefined ? value.replace(/\s+[#;].*$/, '') : quoted.replace(/\\(["\\])/g, '$1');
}
