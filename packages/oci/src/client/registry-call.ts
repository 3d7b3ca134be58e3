/** One request to a registry. */
export interface RegistryCall {
  readonly registry: string;
  /** What the token has to allow. */
  readonly scopes: readonly string[];
  /** For which credentials are looked up. */
  readonly repository?: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path on the registry, or a URL that it gave. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

/** The scope for something in a repository. */
export function repositoryScope(repository: string, actions: 'pull' | 'pull,push' | 'delete,pull'): string {
  return `repository:${repository}:${actions}`;
}

/** How a call is named in messages: without query, where signatures and sessions of uploads are. */
export function describeCall(method: string, url: URL): string {
  return `${method} ${url.origin}${url.pathname}`;
}
