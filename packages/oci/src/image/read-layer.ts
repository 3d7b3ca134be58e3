import { readTar, type TarEntry, TarError, tarPath } from '@flux19/tar';
import { causedFailure, type OciError } from '../oci-error.ts';
import type { LayerEntry } from './layer-entry.ts';

const whiteoutPrefix = '.wh.';
const opaqueMark = '.wh..wh..opq';

/** Takes the tar of a layer apart, with its whiteouts. Contents are views on its bytes. Throws `OciError` `InvalidContent`. */
export function* readLayer(tar: Buffer): Generator<LayerEntry> {
  try {
    for (const entry of readTar(tar)) yield toLayerEntry(entry);
  } catch (thrown) {
    throw thrown instanceof TarError ? invalid(thrown) : thrown;
  }
}

function toLayerEntry({ type, name, mode, target, content }: TarEntry): LayerEntry {
  const path = tarPath(name);
  const last = path.at(-1) ?? '';
  const folder = path.slice(0, -1);
  const common = { mode: mode & 0o777, target, content };
  if (last === opaqueMark) return { ...common, kind: 'opaque', path: folder };
  if (!last.startsWith(whiteoutPrefix)) return { ...common, kind: type, path };
  const hidden = tarPath([...folder, last.slice(whiteoutPrefix.length)].join('/'));
  return { ...common, kind: 'whiteout', path: hidden };
}

/** The names of a path, such as the target of a hard link. Throws for one that leads out. */
export function readPath(name: string): string[] {
  try {
    return tarPath(name);
  } catch (thrown) {
    throw thrown instanceof TarError ? invalid(thrown) : thrown;
  }
}

function invalid(error: TarError): OciError {
  return causedFailure('InvalidContent', `the layer cannot be unpacked: ${error.message}`, error);
}
