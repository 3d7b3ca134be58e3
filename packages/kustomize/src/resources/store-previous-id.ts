import { effectiveNamespace } from '../identity/gvk.ts';
import type { Resource } from './resource.ts';

/** Remembers the id that a resource has now, before a transformer changes it. */
export function storePreviousId(resource: Resource): void {
  const { id } = resource;
  // Kustomize keeps these names in one text each, joined by commas, and leaves empty ones out.
  resource.previous = [...resource.previous, { name: id.name, namespace: effectiveNamespace(id), kind: id.kind }];
}
