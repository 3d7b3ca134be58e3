/** Group, version and kind; empty parts of a selector match anything. */
export interface Gvk {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** What ids are compared with: empty and absent parts match anything. */
export interface IdSelector {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
}

/** The identity of a resource inside a build. */
export interface ResourceId extends Gvk {
  readonly name: string;
  readonly namespace: string;
  /** False for what is namespaced, and for what nobody knows. */
  readonly isClusterScoped: boolean;
}

const notANamespace = '_non_namespaceable_';

export function splitApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/');
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}

export function joinApiVersion({ group, version }: Pick<Gvk, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** True when `gvk` has the group, version and kind of the selector, as far as it names them. */
export function isSelected(gvk: Gvk, selector: IdSelector): boolean {
  return (
    (!selector.group || selector.group === gvk.group) &&
    (!selector.version || selector.version === gvk.version) &&
    (!selector.kind || selector.kind === gvk.kind)
  );
}

/** The namespace that identities are compared by: no namespace means `default`; cluster scoped kinds share one of their own. */
export function effectiveNamespace(id: ResourceId): string {
  if (id.isClusterScoped) return notANamespace;
  return id.namespace === '' ? 'default' : id.namespace;
}

/** Equal for ids that kustomize takes for the same resource. */
export function idKey(id: ResourceId): string {
  return `${id.kind}\n${id.group}/${id.version}\n${effectiveNamespace(id)}\n${id.name}`;
}

export function gvkText({ group, version, kind }: IdSelector): string {
  return `${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'}`;
}

/** `Deployment.v1.apps/web.[noNs]`, as kustomize prints ids. */
export function idText(id: IdSelector): string {
  return `${gvkText(id)}/${id.name || '[noName]'}.${id.namespace || '[noNs]'}`;
}
