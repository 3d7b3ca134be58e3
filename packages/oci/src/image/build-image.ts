import { defaultPlatform } from '../content/choose-platform.ts';
import { mediaTypes } from '../content/media-types.ts';
import { digestOf } from '../reference/digest.ts';
import { type BuiltLayer, buildLayer } from './build-layer.ts';
import type { BuiltImage, ImageBlob } from './built-image.ts';
import type { ImageConfig, ImageRunConfig } from './image-config.ts';
import type { ImageFile, ImageSettings } from './image-file.ts';

export interface NewImage {
  /** Each becomes a layer, the lowest first. */
  readonly layers: readonly (readonly ImageFile[])[];
  readonly settings?: ImageSettings;
  /** Of the manifest. */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Writes an image. The same input gives the same bytes. Throws `OciError` `InvalidContent` for paths that no image may have. */
export function buildImage({ layers, settings = {}, annotations }: NewImage): BuiltImage {
  const built = layers.map(buildLayer);
  const config = jsonBlob(mediaTypes.ociConfig, configOf(built, settings));
  return assembleImage(config, built, annotations);
}

/** The manifest over config and layers. */
export function assembleImage(
  config: ImageBlob,
  layers: readonly ImageBlob[],
  annotations: Readonly<Record<string, string>> | undefined,
): BuiltImage {
  const manifest = jsonBlob(mediaTypes.ociManifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: config.descriptor,
    layers: layers.map(({ descriptor }) => descriptor),
    ...(annotations === undefined ? {} : { annotations: sorted(annotations) }),
  });
  const blobs = [config, ...layers].map(({ descriptor, bytes }) => ({ descriptor, bytes }));
  return { descriptor: manifest.descriptor, manifest: manifest.bytes, blobs };
}

/** A JSON value as content. */
export function jsonBlob(mediaType: string, value: object): ImageBlob {
  const bytes = Buffer.from(JSON.stringify(value), 'utf8');
  return { descriptor: { mediaType, digest: digestOf(bytes), size: bytes.length }, bytes };
}

function configOf(layers: readonly BuiltLayer[], settings: ImageSettings): ImageConfig {
  const { platform = defaultPlatform, created } = settings;
  return {
    ...(created === undefined ? {} : { created }),
    architecture: platform.architecture,
    os: platform.os,
    ...(platform.variant === undefined ? {} : { variant: platform.variant }),
    config: runConfigOf(settings),
    rootfs: { type: 'layers', diff_ids: layers.map(({ diffId }) => diffId) },
  };
}

function runConfigOf(settings: ImageSettings): ImageRunConfig {
  const { user, exposedPorts, environment, entrypoint, command, workingFolder, labels } = settings;
  return {
    ...(user === undefined ? {} : { User: user }),
    ...(exposedPorts === undefined
      ? {}
      : { ExposedPorts: Object.fromEntries(exposedPorts.toSorted().map((port) => [port, {}])) }),
    ...(environment === undefined
      ? {}
      : { Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`) }),
    ...(entrypoint === undefined ? {} : { Entrypoint: entrypoint }),
    ...(command === undefined ? {} : { Cmd: command }),
    ...(workingFolder === undefined ? {} : { WorkingDir: workingFolder }),
    ...(labels === undefined ? {} : { Labels: sorted(labels) }),
  };
}

function sorted(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
