import { tarHeader, tarPadding } from '@flux19/tar';
import { OciError } from '../oci-error.ts';
import type { ImageFile } from './image-file.ts';

/** The blocks of one file in a layer: deterministic, owned by root, without a time. */
export function layerFile(file: ImageFile): Uint8Array[] {
  const content = file.kind === 'file' ? file.content : new Uint8Array();
  const header = tarHeader({
    type: file.kind,
    name: checkedPath(file.path) + (file.kind === 'folder' ? '/' : ''),
    mode: modeOf(file),
    sizeBytes: content.length,
    target: file.kind === 'link' ? file.target : '',
  });
  return [header, content, tarPadding(content.length)];
}

function modeOf(file: ImageFile): number {
  if (file.kind === 'link') return 0o777;
  return (file.mode ?? (file.kind === 'folder' ? 0o755 : 0o644)) & 0o7777;
}

function checkedPath(path: string): string {
  const isSafe = path !== '' && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isSafe && !path.includes('\0')) return path;
  throw new OciError('InvalidContent', `'${path}' is no path inside an image`);
}
