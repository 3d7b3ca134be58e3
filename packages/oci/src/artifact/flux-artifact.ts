import { annotationNames, mediaTypes } from '../content/media-types.ts';
import { assembleImage, jsonBlob } from '../image/build-image.ts';
import type { BuiltImage } from '../image/built-image.ts';
import { digestOf } from '../reference/digest.ts';

export interface NewArtifact {
  /** A tar.gz, or any bytes with a media type of their own. */
  readonly content: Uint8Array;
  /** Flux's tar.gz when absent. */
  readonly contentType?: string;
  /** The digest of what the content unpacks to; that of the content when absent. */
  readonly diffId?: string;
  /** RFC 3339. */
  readonly created: string;
  /** Where the content comes from, a URL. */
  readonly source: string;
  /** `main@sha1:…` */
  readonly revision: string;
  /** Override the three above. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What `flux push artifact` writes: one layer, and where it comes from in the annotations. */
export function buildArtifact(artifact: NewArtifact): BuiltImage {
  const { content, contentType = mediaTypes.fluxContent, created, source, revision } = artifact;
  const digest = digestOf(content);
  const annotations = {
    [annotationNames.created]: created,
    [annotationNames.source]: source,
    [annotationNames.revision]: revision,
    ...artifact.annotations,
  };
  const config = jsonBlob(mediaTypes.fluxConfig, {
    created: annotations[annotationNames.created],
    architecture: '',
    os: '',
    config: {},
    rootfs: { type: 'layers', diff_ids: [artifact.diffId ?? digest] },
  });
  const layer = { descriptor: { mediaType: contentType, digest, size: content.length }, bytes: content };
  return assembleImage(config, [layer], annotations);
}
