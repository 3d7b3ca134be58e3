import type { KubeObject } from '@flux19/objects';

/** Flux: CustomResourceDefinitions. */
export function isCustomResourceDefinition({ apiVersion, kind }: KubeObject): boolean {
  return kind.toLowerCase() === 'customresourcedefinition' && apiVersion.startsWith('apiextensions.k8s.io/');
}

/** Flux: what must exist before anything else can. */
export function isClusterDefinition(object: KubeObject): boolean {
  const kind = object.kind.toLowerCase();
  return (
    isCustomResourceDefinition(object) ||
    (kind === 'namespace' && object.apiVersion === 'v1') ||
    (kind === 'clusterrole' && object.apiVersion.startsWith('rbac.authorization.k8s.io/'))
  );
}

/** Flux: StorageClass, IngressClass, GatewayClass and everything else that ends so. */
export function isClassDefinition({ kind }: KubeObject): boolean {
  return kind.endsWith('Class');
}

export function isSecret({ apiVersion, kind }: KubeObject): boolean {
  return kind.toLowerCase() === 'secret' && apiVersion === 'v1';
}

export function isJob({ apiVersion, kind }: KubeObject): boolean {
  return kind === 'Job' && apiVersion.startsWith('batch/');
}
