import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { OciClient } from '../client/oci-client.ts';
import type { FetchedImage, Platform } from '../content/manifest.ts';
import { parseObject } from '../content/parse-manifest.ts';
import { OciError } from '../oci-error.ts';
import type { OciReference } from '../reference/oci-reference.ts';
import type { ImageConfig, ImageRunConfig } from './image-config.ts';

/** An image without the contents of its layers. */
export interface PulledImage {
  readonly image: FetchedImage;
  readonly config: ImageConfig;
}

const maximumConfigBytes = 8 * 1024 * 1024;

/** Reads manifest and config of an image. Throws `OciError`. */
export async function pullImage(
  client: OciClient,
  reference: OciReference,
  signal: AbortSignal,
  platform?: Platform,
): Promise<PulledImage> {
  const image = await client.getImage(reference, signal, platform);
  const bytes = await client.readBlob(reference, image.manifest.config, signal, maximumConfigBytes);
  return { image, config: readConfig(parseObject(bytes)) };
}

function readConfig(value: JsonObject): ImageConfig {
  const { created, architecture, os, variant, config, rootfs } = value;
  if (!isJsonObject(rootfs)) throw new OciError('InvalidContent', 'the config of the image does not tell its layers');
  return {
    ...(typeof created === 'string' ? { created } : {}),
    architecture: String(architecture ?? ''),
    os: String(os ?? ''),
    ...(typeof variant === 'string' ? { variant } : {}),
    ...(isJsonObject(config) ? { config: readRunConfig(config) } : {}),
    rootfs: { type: 'layers', diff_ids: texts(rootfs['diff_ids']) ?? [] },
  };
}

function readRunConfig(config: JsonObject): ImageRunConfig {
  const { Entrypoint, Cmd, Env, ExposedPorts, Labels, WorkingDir, User } = config;
  const lists = { Entrypoint: texts(Entrypoint), Cmd: texts(Cmd), Env: texts(Env) };
  const plain = { WorkingDir, User };
  const found: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(lists)) if (value !== undefined) found[name] = value;
  for (const [name, value] of Object.entries(plain)) if (typeof value === 'string') found[name] = value;
  if (isJsonObject(ExposedPorts)) found['ExposedPorts'] = ExposedPorts;
  if (isJsonObject(Labels)) {
    found['Labels'] = Object.fromEntries(Object.entries(Labels).filter(([, value]) => typeof value === 'string'));
  }
  return found;
}

function texts(value: JsonValue | undefined): string[] | undefined {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;
}
