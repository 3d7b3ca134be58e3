import { helmRelease, kustomization } from './delivery-kinds.ts';
import type { FluxKind } from './flux-kind.ts';
import { imagePolicy, imageRepository, imageUpdate } from './image-kinds.ts';
import { alert, alertProvider, receiver } from './notification-kinds.ts';
import {
  artifactGenerator,
  bucket,
  externalArtifact,
  gitRepository,
  helmChart,
  helmRepository,
  ociRepository,
} from './source-kinds.ts';

/** The kinds that `get all` shows, in its order. */
export const shownKinds: readonly FluxKind[] = [
  ociRepository,
  bucket,
  gitRepository,
  helmRepository,
  helmChart,
  externalArtifact,
  imageRepository,
  imagePolicy,
  imageUpdate,
  helmRelease,
  kustomization,
  receiver,
  alertProvider,
  alert,
];

/** Every kind of Flux. */
export const fluxKinds: readonly FluxKind[] = [...shownKinds, artifactGenerator];

/** A kind by its name, however it is capitalised. */
export function fluxKindNamed(kind: string): FluxKind | undefined {
  return fluxKinds.find((candidate) => candidate.kind.toLowerCase() === kind.toLowerCase());
}
