import { type OciRepository, reasons } from '@flux19/api';
import { defaultArchiveLimits } from '@flux19/artifacts';
import type { Descriptor, FetchedImage, OciClient } from '@flux19/oci';
import { fetchFailure, textOf } from '../source/source-error.ts';
import type { ObservedUpstream } from './observe.ts';

/** The content of an artifact as the registry has it. */
export interface FetchedLayer {
  readonly content: Uint8Array;
  /** Annotations of the manifest. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** Fetches the manifest by its digest and the layer that the spec selects. Throws `SourceError`. */
export async function fetchLayer(
  client: OciClient,
  object: OciRepository,
  { repository, digest }: ObservedUpstream,
  signal: AbortSignal,
): Promise<FetchedLayer> {
  const image = await pull(client, object, { ...repository, digest }, signal);
  const layer = selectLayer(object, image.manifest.layers);
  try {
    const content = await client.readBlob(repository, layer, signal, defaultArchiveLimits.compressedBytes);
    return { content, metadata: image.manifest.annotations };
  } catch (thrown) {
    throw layerFailure(`failed to extract the first layer from artifact: ${textOf(thrown)}`, thrown);
  }
}

async function pull(
  client: OciClient,
  { spec }: OciRepository,
  reference: { readonly registry: string; readonly repository: string; readonly digest: string },
  signal: AbortSignal,
): Promise<FetchedImage> {
  try {
    return await client.getImage(reference, signal);
  } catch (thrown) {
    const message = `failed to pull artifact from '${spec.url}': ${textOf(thrown)}`;
    throw fetchFailure(reasons.ociPullFailed, message, { stage: 'verify', cause: thrown });
  }
}

/** The first layer, or the first of the media type that is wanted. */
function selectLayer({ spec }: OciRepository, layers: readonly Descriptor[]): Descriptor {
  const [first] = layers;
  if (first === undefined) throw layerFailure('no layers found in artifact');
  const wanted = spec.layerSelector?.mediaType ?? '';
  const found = wanted === '' ? first : layers.find(({ mediaType }) => mediaType === wanted);
  if (found === undefined) throw layerFailure(`failed to find layer with media type '${wanted}' in artifact`);
  return found;
}

/** A layer that cannot be used. */
export function layerFailure(message: string, cause?: unknown): Error {
  return fetchFailure(reasons.ociLayerOperationFailed, message, { stage: 'verify', cause });
}
