/** Where a remote base is: https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md */
export type BaseAddress =
  | { readonly kind: 'file'; readonly url: string }
  | {
      readonly kind: 'repository';
      readonly url: string;
      /** Folder inside the repository, without a slash at either end. */
      readonly path: string;
      /** Branch, tag or hash; the branch that the server has checked out when undefined. */
      readonly reference: string | undefined;
      readonly submodules: boolean;
    };

const scpForm = /^(?:([\w.-]+)@)([^/:]+):(?!\/\/)(.*)$/;

/** Reads an entry of `resources` or `components`; undefined when it is no address but a path. */
export function parseBaseAddress(written: string): BaseAddress | undefined {
  const text = written.replace(/^git::/, '');
  const [, user, host, rest] = scpForm.exec(text) ?? [];
  if (rest !== undefined) return repositoryAt(`ssh://${user}@${host}/`, rest);
  if (/^github\.com\//i.test(text)) return repositoryAt('https://github.com/', text.slice('github.com/'.length));
  const [, root, path] = /^((?:https?|ssh):\/\/[^/]+\/)(.*)$/i.exec(text) ?? [];
  if (root === undefined || path === undefined) return undefined;
  const isFile = /^https?:/i.test(root) && /\.(ya?ml|json)$/i.test(path.split('?')[0] ?? '') && !path.includes('//');
  return isFile && text === written ? { kind: 'file', url: text } : repositoryAt(root, path);
}

function repositoryAt(root: string, rest: string): BaseAddress {
  const [whole = '', query = ''] = rest.split('?');
  const parameters = new URLSearchParams(query);
  const [name, path] = splitPath(whole);
  return {
    kind: 'repository',
    url: `${root}${name}`,
    path: path.split('/').filter(Boolean).join('/'),
    reference: parameters.get('ref') ?? parameters.get('version') ?? undefined,
    submodules: parameters.get('submodules') !== 'false',
  };
}

/** Repository and folder: split by `//`, behind `.git`, or behind owner and name. */
function splitPath(path: string): readonly [string, string] {
  const double = path.indexOf('//');
  if (double >= 0) return [path.slice(0, double), path.slice(double + 2)];
  const [, before, after] = /^(.*?\.git)(?:\/(.*))?$/.exec(path) ?? [];
  if (before !== undefined) return [before, after ?? ''];
  const parts = path.split('/');
  return [parts.slice(0, 2).join('/'), parts.slice(2).join('/')];
}
