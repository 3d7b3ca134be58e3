const schemes = /^(?:git::)?(?:ssh|https?|file):\/\//i;

/** True for what kustomize takes for a repository or file of the network, not for a path. */
export function isRemoteUrl(path: string): boolean {
  return (
    schemes.test(path) ||
    /^(?:git::)?[a-zA-Z][a-zA-Z0-9-]*@[^/:]+[:/]./.test(path) ||
    /^(?:git::)?github\.com[/:]./i.test(path)
  );
}

/** A URL or path as it may be shown. */
export function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//');
}
