import type { BuiltImage } from '../image/built-image.ts';

export interface NewArtifact {
  /** A tar.gz, or any bytes with a media type of their own. */
  readonly content: Uint8Array;
  /** Flux's tar.gz when absent. */
  readonly contentType?: string;
  /** RFC 3339. */
  readonly created: string;
  /** Where the content comes from, a URL. */
  readonly source: string;
  /** `main@sha1:…` */
  readonly revision: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** What `flux push artifact` writes: one layer, and where it comes from in the annotations. */
export function buildArtifact(_artifact: NewArtifact): BuiltImage {
  throw new Error('not written yet');
}
