import type { BuiltImage } from './built-image.ts';
import type { ImageFile, ImageSettings } from './image-file.ts';

export interface NewImage {
  /** Each becomes a layer, the lowest first. */
  readonly layers: readonly (readonly ImageFile[])[];
  readonly settings?: ImageSettings;
  /** Of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Writes an image. The same input gives the same bytes. */
export function buildImage(_image: NewImage): BuiltImage {
  throw new Error('not written yet');
}
