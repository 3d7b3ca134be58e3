import { OciError } from '../oci-error.ts';
import type { Descriptor, ImageIndex, Platform } from './manifest.ts';

/** What is meant when nobody says otherwise. */
export const defaultPlatform: Platform = { os: 'linux', architecture: 'amd64' };

/**
 * The entry of an index for a platform: one that says exactly this, else one that leaves open what it runs on. Throws `OciError`
 * `NotFound`.
 */
export function choosePlatform({ manifests }: ImageIndex, wanted: Platform): Descriptor {
  const found = manifests.find(({ platform }) => platform !== undefined && matches(platform, wanted));
  const open = found ?? manifests.find(({ platform }) => platform === undefined);
  if (open !== undefined) return open;
  const variant = wanted.variant === undefined ? '' : `/${wanted.variant}`;
  const name = `${wanted.os}/${wanted.architecture}${variant}`;
  throw new OciError('NotFound', `no child with platform ${name} in index`);
}

function matches(offered: Platform, wanted: Platform): boolean {
  if (offered.os !== wanted.os || offered.architecture !== wanted.architecture) return false;
  return wanted.variant === undefined || offered.variant === undefined || offered.variant === wanted.variant;
}
