import { KustomizeError } from '../engine/kustomize-error.ts';
import { isRemoteUrl } from '../files/remote-url.ts';
import type { Image, Patch, Selector } from '../kustomization/kustomization.ts';

/** The part of Flux's Kustomization `spec` that shapes the build. `commonMetadata` is not part of it: it is set on built objects. */
export interface KustomizationSpec {
  readonly targetNamespace?: string | undefined;
  readonly namePrefix?: string | undefined;
  readonly nameSuffix?: string | undefined;
  readonly patches?:
    | readonly { readonly patch?: string | undefined; readonly target?: Selector | undefined }[]
    | undefined;
  readonly images?: readonly Omit<Image, 'tagSuffix'>[] | undefined;
  readonly components?: readonly string[] | undefined;
  readonly ignoreMissingComponents?: boolean | undefined;
  readonly buildMetadata?: readonly string[] | undefined;
}

type Written = Readonly<Record<string, unknown>>;

/**
 * A kustomization with a spec merged over it in Flux's order; neither argument is changed. `exists` answers whether a path of the
 * kustomization leads to anything. Throws KustomizeError for components that are not local.
 */
export function mergeKustomizationSpec(
  kustomization: Written,
  spec: KustomizationSpec,
  exists: (path: string) => boolean,
): Written {
  const merged: Record<string, unknown> = { ...kustomization };
  if (spec.targetNamespace !== undefined) merged['namespace'] = spec.targetNamespace;
  if (spec.namePrefix !== undefined) merged['namePrefix'] = spec.namePrefix;
  if (spec.nameSuffix !== undefined) merged['nameSuffix'] = spec.nameSuffix;
  const patches = (spec.patches ?? []).map(({ patch, target }): Patch => ({ patch, target }));
  append(merged, 'patches', patches);
  append(merged, 'components', components(spec, exists));
  if (spec.images !== undefined && spec.images.length > 0) {
    merged['images'] = mergeImages((kustomization['images'] ?? []) as readonly Image[], spec.images);
  }
  if (spec.buildMetadata !== undefined && spec.buildMetadata.length > 0) merged['buildMetadata'] = spec.buildMetadata;
  return merged;
}

function append(merged: Record<string, unknown>, field: string, items: readonly unknown[]): void {
  if (items.length > 0) merged[field] = [...((merged[field] ?? []) as readonly unknown[]), ...items];
}

function components(spec: KustomizationSpec, exists: (path: string) => boolean): string[] {
  return (spec.components ?? []).filter((path) => {
    if (path.startsWith('/') || isRemoteUrl(path)) {
      throw new KustomizeError(`component path '${path}' must be local and relative`, {
        reason: 'PathNotAllowed',
        field: 'spec.components',
      });
    }
    return spec.ignoreMissingComponents !== true || exists(path);
  });
}

/** Images merge by name; tag and digest belong together. */
function mergeImages(own: readonly Image[], added: readonly Image[]): Image[] {
  const images = [...own];
  for (const image of added) {
    const index = images.findIndex(({ name }) => name === image.name);
    const old = images[index];
    if (old === undefined) images.push({ ...image });
    else {
      const version = image.newTag || image.digest ? { newTag: image.newTag, digest: image.digest } : {};
      images[index] = { ...old, ...(image.newName ? { newName: image.newName } : {}), ...version };
    }
  }
  return images;
}
